package dev.airelay.emulator.http;

import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.List;

/**
 * One HTTP request, complete and with its body decompressed; or one text message of a WebSocket, with the method {@link
 * #MESSAGE} and the target and headers of the upgrade.
 */
public record IncomingRequest(String method, String target, HttpHeaders headers, byte[] body) {
    /** Stands for the method of a WebSocket's message. */
    public static final String MESSAGE = "WEBSOCKET";

    private static final String ROOT = "/backend-api";

    /** Whether it came over a WebSocket. */
    public boolean onSocket() {
        return method.equals(MESSAGE);
    }

    /** The path from {@code /backend-api} on, so that any prefix in front of it is accepted. */
    public String path() {
        String path = new QueryStringDecoder(target).path();
        int root = path.indexOf(ROOT);
        return root < 0 ? path : path.substring(root);
    }

    /** The value of a query parameter, or an empty text. */
    public String query(String name) {
        return new QueryStringDecoder(target)
                .parameters()
                .getOrDefault(name, List.of(""))
                .get(0);
    }

    /** The value of a header, or an empty text. */
    public String header(String name) {
        return headers.get(name, "");
    }
}
