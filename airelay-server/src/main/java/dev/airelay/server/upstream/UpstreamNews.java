package dev.airelay.server.upstream;

import dev.airelay.backend.UpstreamHead;
import dev.airelay.transforms.event.UpstreamEvent;

/** Takes what the upstream tells besides its answers: limits, and the version of its catalogue. Any thread; never blocks. */
public interface UpstreamNews {

    /** Takes the head of any answer, refusals included. */
    void onHead(UpstreamHead head);

    /** Takes an event that no client sees. */
    void onExtension(UpstreamEvent event);
}
