package dev.airelay.backend;

import dev.airelay.transforms.UpstreamFailure;
import dev.airelay.transforms.event.UpstreamEvent;
import io.netty.handler.codec.http.HttpHeaders;

/** Seam. */
final class UpstreamErrors {

    private UpstreamErrors() {}

    static UpstreamFailure ofEvent(UpstreamEvent event) {
        return UpstreamFailure.server(502, "upstream_error", "The upstream reported a failure.");
    }

    static UpstreamFailure ofHttp(int status, HttpHeaders headers, byte[] body) {
        return UpstreamFailure.server(502, "upstream_error", "The upstream answered with status " + status + ".");
    }
}
