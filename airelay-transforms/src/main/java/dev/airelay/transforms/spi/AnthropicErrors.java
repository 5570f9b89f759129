package dev.airelay.transforms.spi;

import dev.airelay.base.JsonTrees;
import dev.airelay.transforms.failure.ApiError;
import dev.airelay.transforms.failure.UpstreamFailure;
import dev.airelay.transforms.json.Json;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/**
 * Anthropic's form of failures: {@code {"type": "error", "error": {"type", "message"}, "request_id"}}, where the status
 * determines the type. An overload has the status 529. Claude Code compacts a conversation after "prompt is too long". Safe
 * for concurrent use.
 *
 * @param requestId the request that failed; empty, and null on the wire, if unknown
 * @see <a href="https://platform.claude.com/docs/en/api/errors">Anthropic on errors</a>
 */
public record AnthropicErrors(String requestId) implements ErrorShape {

    /** The form before the request is known. */
    public static final ErrorShape SHAPE = new AnthropicErrors("");

    private static final int OVERLOADED = 529;
    /** The tool runners of Anthropic's SDKs always request a thread, and continue without one after this error's code. */
    private static final String THREAD = "thread";

    private static final String TOO_LONG = "prompt is too long";

    @Override
    public ErrorShape forRequest(String id) {
        return new AnthropicErrors(id);
    }

    @Override
    public Rendered render(int status, ApiError error, ObjectNode details) {
        int sent = UpstreamFailure.OVERLOAD.equals(error.code()) ? OVERLOADED : status;
        String type = switch (sent) {
            case 401 -> "authentication_error";
            case 402 -> "billing_error";
            case 403 -> "permission_error";
            case 404 -> "not_found_error";
            case 413 -> "request_too_large";
            case 429 -> "rate_limit_error";
            case 504 -> "timeout_error";
            case OVERLOADED -> "overloaded_error";
            default -> sent < 500 ? "invalid_request_error" : "api_error";
        };
        String message = UpstreamFailure.OVERFLOW.equals(error.code())
                ? TOO_LONG + ": " + error.message()
                : error.messageWithParam();
        ObjectNode envelope = Json.object().put("type", "error");
        ObjectNode described = envelope.putObject("error").put("type", type).put("message", message);
        if (THREAD.equals(error.param())) {
            described.putObject("details").put("error_code", "thread_unsupported_request");
        }
        envelope.put("request_id", requestId.isEmpty() ? null : requestId);
        return new Rendered(sent, Map.of(), JsonTrees.usual().write(envelope));
    }
}
