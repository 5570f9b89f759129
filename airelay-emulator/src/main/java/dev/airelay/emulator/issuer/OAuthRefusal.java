package dev.airelay.emulator.issuer;

import dev.airelay.emulator.common.Json;
import dev.airelay.emulator.http.Headers;
import dev.airelay.emulator.http.Refusal;
import dev.airelay.emulator.http.RefusedException;

/** The error answers of the token endpoints, in the three shapes the real login server has. */
final class OAuthRefusal {
    private OAuthRefusal() {}

    /** {@code {"error":"…","error_description":"…"}}, as RFC 6749 has it. */
    static RefusedException plain(int status, String code, String description) {
        return new RefusedException(new Refusal(
                status, Headers.NONE, Json.object().put("error", code).put("error_description", description)));
    }

    static RefusedException invalidRequest(String description) {
        return plain(400, "invalid_request", description);
    }

    static RefusedException invalidGrant(String description) {
        return plain(400, "invalid_grant", description);
    }

    /** {@code {"error":{message,type,param,code}}}. */
    static RefusedException nested(int status, String code, String message) {
        return new RefusedException(
                new Refusal(status, Headers.NONE, Refusal.error("invalid_request_error", message, null, code)));
    }

    /** Throws unless each of these fields is there exactly once. */
    static void requireOnce(LoginRequest request, String... names) throws RefusedException {
        for (String name : names) {
            if (request.field(name).isEmpty()) {
                throw invalidRequest(name + " is missing.");
            }
        }
        for (String name : request.fields().keySet()) {
            if (request.isRepeated(name)) {
                throw invalidRequest(name + " is given more than once.");
            }
        }
    }

    /** Throws unless the request names the registered client. */
    static void requireClient(LoginRequest request) throws RefusedException {
        requireOnce(request, "client_id");
        if (!request.field("client_id").equals(LoginClient.ID)) {
            throw plain(401, "invalid_client", "The client '" + request.field("client_id") + "' is not registered.");
        }
    }
}
