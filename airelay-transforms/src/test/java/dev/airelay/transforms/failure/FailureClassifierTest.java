package dev.airelay.transforms.failure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.transforms.Streams;
import dev.airelay.transforms.failure.UpstreamFailure.Kind;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailureClassifierTest {

    private static final long NOW = 1_775_300_000L;

    private static UpstreamFailure ofEvent(String json) {
        return FailureClassifier.ofEvent(Streams.event(json), NOW);
    }

    private static UpstreamFailure ofHttp(int status, String body, String... headers) {
        Map<String, String> lines = headers.length == 0 ? Map.of() : Map.of(headers[0], headers[1]);
        return ofHttp(status, body, lines);
    }

    private static UpstreamFailure ofHttp(int status, String body, Map<String, String> headers) {
        return FailureClassifier.ofHttp(
                status, name -> Optional.ofNullable(headers.get(name)), body.getBytes(StandardCharsets.UTF_8), NOW);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"error":{"message":"Request entity too large"}} | Request entity too large. Send a shorter conversation, or compact it.
            {}                                               | The request is too large for the upstream (status 413). Send a shorter conversation, or compact it.
            <html><h1>413 Request Entity Too Large</h1>      | The request is too large for the upstream (status 413). Send a shorter conversation, or compact it.
            """)
    void requestThatIsTooLargeIsAnOverflow(String body, String message) {
        UpstreamFailure failure = ofHttp(413, body);

        assertThat(failure.status()).isEqualTo(400);
        assertThat(failure.error())
                .isEqualTo(new ApiError(message, ApiError.INVALID_REQUEST, null, "context_length_exceeded"));
    }

    @Test
    void limitCountsMoreThanTheSize() {
        assertThat(ofHttp(413, "{\"error\":{\"code\":\"rate_limit_exceeded\",\"message\":\"m\"}}")
                        .status())
                .isEqualTo(429);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            401 | {"error":{"message":"Workspace is not authorized in this region"}} | 403 | workspace_region_not_authorized
            403 | {"detail":"Workspace is not authorized in this region."}           | 403 | workspace_region_not_authorized
            432 | {"detail":"Workspace routing is unavailable"}                      | 503 | workspace_routing_unavailable
            432 |                                                                    | 503 | workspace_routing_unavailable
            """)
    void refusalOfAWorkspaceSaysWhatToDo(int status, String body, int shown, String code) {
        UpstreamFailure failure = ofHttp(status, body == null ? "" : body);

        assertThat(failure.status()).isEqualTo(shown);
        assertThat(failure.error().code()).isEqualTo(code);
        assertThat(failure.error().message()).contains("airelay doctor").doesNotContain("..");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "usage_limit_reached, LIMIT, 429, usage_limit_reached",
        "rate_limit_reached, LIMIT, 429, rate_limit_error",
        "rate_limit_exceeded, LIMIT, 429, rate_limit_error",
        "insufficient_quota, LIMIT, 429, insufficient_quota",
        "usage_not_included, CLIENT, 403, permission_error",
        "context_length_exceeded, CLIENT, 400, invalid_request_error",
        "invalid_prompt, CLIENT, 400, invalid_request_error",
        "cyber_policy, CLIENT, 400, invalid_request_error",
        "bio_policy, CLIENT, 400, invalid_request_error",
        "invalid_value, CLIENT, 400, invalid_request_error",
        "unsupported_value, CLIENT, 400, invalid_request_error",
        "unsupported_parameter, CLIENT, 400, invalid_request_error",
        "unknown_parameter, CLIENT, 400, invalid_request_error",
        "string_above_max_length, CLIENT, 400, invalid_request_error",
        "invalid_encrypted_content, CLIENT, 400, invalid_request_error",
        "invalid_json_schema, CLIENT, 400, invalid_request_error",
        "previous_response_not_found, CLIENT, 400, invalid_request_error",
        "server_is_overloaded, SERVER, 503, server_error",
        "slow_down, SERVER, 503, server_error",
        "server_error, SERVER, 502, upstream_error",
        "internal_server_error, SERVER, 502, upstream_error",
        "never_heard_of, SERVER, 502, upstream_error"
    })
    void codeOfAFailedResponseDecides(String code, Kind kind, int status, String type) {
        UpstreamFailure failure = ofEvent("""
                {"type":"response.failed","response":{"id":"resp_1","status":"failed","error":{"code":"%s","message":"why"}}}
                """.formatted(code));

        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.status()).isEqualTo(status);
        assertThat(failure.error()).isEqualTo(new ApiError("why", type, null, code));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-", textBlock = """
            {"type":"error","error":{"type":"invalid_request_error","code":"c","message":"m","param":"p"}}            | CLIENT | 400 | invalid_request_error | p | c
            {"type":"error","code":"invalid_value","message":"m","param":"input"}                                     | CLIENT | 400 | invalid_request_error | input | invalid_value
            {"type":"error","error":{"message":"m","param":"tools[0].name"}}                                          | CLIENT | 400 | invalid_request_error | tools[0].name | -
            {"type":"error","error":{"type":"usage_limit_reached","param":"x","message":"m"}}                         | LIMIT  | 429 | usage_limit_reached | x | usage_limit_reached
            {"type":"error","error":{"type":"service_unavailable_error","code":"server_is_overloaded","message":"m"}} | SERVER | 503 | service_unavailable_error | - | server_is_overloaded
            {"type":"error","error":{"type":"server_error","code":null,"message":"m","param":null}}                   | SERVER | 502 | server_error | - | server_error
            {"type":"error","status":429,"error":{"message":"m"}}                                                     | LIMIT  | 429 | rate_limit_error | - | rate_limit_exceeded
            {"type":"error","status":400,"error":{"type":"websocket_error","message":"m"}}                            | CLIENT | 400 | websocket_error | - | -
            {"type":"error","message":"m"}                                                                            | SERVER | 502 | upstream_error | - | upstream_error
            """)
    void everyShapeOfAnErrorEventIsUnderstood(
            String json, Kind kind, int status, String type, String param, String code) {
        UpstreamFailure failure = ofEvent(json);

        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.status()).isEqualTo(status);
        assertThat(failure.error()).isEqualTo(new ApiError("m", type, param, code));
    }

    @Test
    void capacityIsRecognizedByTheMessage() {
        UpstreamFailure failure = ofEvent("""
                {"type":"error","error":{"message":"Selected model is at capacity. Please try a different model."}}""");

        assertThat(failure.status()).isEqualTo(503);
        assertThat(failure.error().code()).isEqualTo("server_is_overloaded");
    }

    @Test
    void overloadIsRecognizedBesideOtherCodes() {
        UpstreamFailure failure = ofEvent("""
                {"type":"response.failed","response":{"error":{"code":"server_error",
                 "message":"Selected model is at capacity. Please try a different model."}}}""");

        assertThat(failure.status()).isEqualTo(503);
        assertThat(failure.error().code()).isEqualTo("server_is_overloaded");
    }

    @Test
    void errorWithoutAWordHasAMessage() {
        assertThat(ofEvent("{\"type\":\"error\"}").error().message()).isNotBlank();
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-", textBlock = """
            400 | {"detail":"Store must be set to false"}                    | 400 | - | - | Store must be set to false
            400 | {"detail":"Unsupported parameter: temperature"}            | 400 | unsupported_parameter | temperature | Unsupported parameter: temperature
            400 | {"detail":"The 'gpt-9' model is not supported when using Codex with a ChatGPT account."} | 404 | model_not_found | model | The 'gpt-9' model is not supported when using Codex with a ChatGPT account. If the model is new, set upstream.client_version in AIRelay's configuration to the version of the current Codex CLI.
            400 | {"detail":"The 'gpt-6-astra' model requires a newer version of Codex. Please upgrade to the latest app or CLI and try again."} | 404 | model_not_found | model | The 'gpt-6-astra' model requires a newer version of Codex than AIRelay reports. Set upstream.client_version in AIRelay's configuration to the version of the current Codex CLI.
            400 | {"error":{"message":"No tool output found for function call call_x.","type":"invalid_request_error","param":"input","code":null}} | 400 | - | input | No tool output found for function call call_x.
            400 | {"error":{"message":"Too long","type":"invalid_request_error","param":"input[3].call_id","code":"string_above_max_length"}} | 400 | string_above_max_length | input[3].call_id | Too long
            422 | {"detail":[{"loc":["body","input",0,"role"],"msg":"Field required","type":"missing"},{"loc":["body"],"msg":"bad"}]} | 422 | missing | input[0].role | input[0].role: Field required; bad
            402 | {"detail":{"code":"deactivated_workspace"}}                | 402 | deactivated_workspace | - | The upstream reported a failure without a message.
            401 | {"detail":"Unauthorized"}                                  | 503 | upstream_auth_rejected | - | The upstream no longer accepts the stored session. Run: airelay login
            401 | {"error":{"code":"token_revoked","message":"eyJhbGciOi"}}  | 503 | token_revoked | - | The upstream no longer accepts the stored session. Run: airelay login
            403 | {"detail":"no"}                                            | 403 | - | - | no
            403 | {"error":{"type":"usage_not_included","message":"To use Codex, upgrade."}} | 403 | usage_not_included | - | To use Codex, upgrade.
            404 | {"error":{"type":"usage_limit_reached","message":"used up"}} | 429 | usage_limit_reached | - | used up
            404 | {"error":{"type":"invalid_request_error","code":"model_not_found","message":"no model"}} | 404 | model_not_found | model | no model. If the model is new, set upstream.client_version in AIRelay's configuration to the version of the current Codex CLI.
            429 | <html>                                                     | 429 | rate_limit_exceeded | - | The upstream answered with an HTML page instead of JSON (status 429). Try again later; if the problem persists, check the network, the proxy and upstream.base_url.
            429 | {"error":{"code":"insufficient_quota","message":"quota"}}  | 429 | insufficient_quota | - | quota
            500 | {"error":{"message":"boom"}}                               | 502 | upstream_error | - | boom
            500 | {"error":{"message":"<html><body>x</body></html>"}}        | 502 | upstream_error | - | The upstream reported a failure without a message.
            502 | <html>bad</html>                                           | 502 | upstream_error | - | The upstream answered with an HTML page instead of JSON (status 502). Try again later; if the problem persists, check the network, the proxy and upstream.base_url.
            503 | {"error":{"code":"slow_down","message":"slow"}}            | 503 | slow_down | - | slow
            503 | {}                                                         | 503 | upstream_error | - | The upstream reported a failure without a message (status 503).
            504 | -                                                          | 504 | upstream_error | - | The upstream reported a failure without a message (status 504).
            200 | <!DOCTYPE html><title>Sign in</title>                      | 502 | upstream_error | - | The upstream answered with an HTML page instead of JSON (status 200). Try again later; if the problem persists, check the network, the proxy and upstream.base_url.
            302 | -                                                          | 502 | upstream_error | - | The upstream answered with status 302 where an event stream was expected. Check upstream.base_url.
            """)
    void everyShapeOfARefusalIsUnderstood(
            int status, String body, int shown, String code, String param, String message) {
        UpstreamFailure failure = ofHttp(status, body == null ? "" : body);

        assertThat(failure.kind()).isEqualTo(shown == 429 ? Kind.LIMIT : shown < 500 ? Kind.CLIENT : Kind.SERVER);
        assertThat(failure.status()).isEqualTo(shown);
        assertThat(failure.error().code()).isEqualTo(code);
        assertThat(failure.error().param()).isEqualTo(param);
        assertThat(failure.error().message()).isEqualTo(message);
    }

    @Test
    void challengeOfTheNetworkIsNotBlamedOnTheClient() {
        UpstreamFailure failure =
                ofHttp(403, "<!DOCTYPE html><html><body>Just a moment...</body></html>", "cf-mitigated", "challenge");

        assertThat(failure.kind()).isEqualTo(Kind.SERVER);
        assertThat(failure.status()).isEqualTo(502);
        assertThat(failure.error().code()).isEqualTo("upstream_challenge");
        assertThat(failure.error().message())
                .doesNotContain("Just a moment")
                .contains("HTML page")
                .contains("status 403");
    }

    @Test
    void pageOfCloudflareIsNamedWithStatusAndRay() {
        Map<String, String> headers = Map.of("cf-ray", "8f2a1b3c4d5e6f70-FRA");
        Map<String, String> challenge = Map.of("cf-ray", "8f2a1b3c4d5e6f70-FRA", "cf-mitigated", "challenge");
        String page = "<!DOCTYPE html><html><head><title>Error</title></head></html>";

        assertThat(ofHttp(520, page, headers).error().message())
                .contains("HTML page instead of JSON (status 520, Cloudflare ray ID 8f2a1b3c4d5e6f70-FRA)");
        assertThat(ofHttp(503, page, challenge).error().code()).isEqualTo("upstream_challenge");
        assertThat(ofHttp(503, page, challenge).error().message())
                .contains("(status 503, Cloudflare ray ID 8f2a1b3c4d5e6f70-FRA)")
                .contains("does not trust this machine");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-", textBlock = """
            {"error":{"type":"usage_limit_reached","message":"The usage limit has been reached","plan_type":"free","resets_at":1775317531,"resets_in_seconds":602705}} | 602705000
            {"error":{"type":"usage_limit_reached","message":"m","resets_at":1775317531}}                         | 17531000
            {"error":{"type":"usage_limit_reached","message":"m","resets_in_seconds":602705}}                     | 602705000
            {"error":{"type":"usage_limit_reached","message":"m","resets_in_seconds":"90"}}                       | 90000
            {"error":{"type":"usage_limit_reached","message":"m","resets_at":1775200000}}                         | 0
            {"error":{"type":"usage_limit_reached","message":"m","resets_at":null,"resets_in_seconds":12.5}}      | 12500
            {"error":{"code":"rate_limit_exceeded","message":"Please try again in 1.3s."}}                        | 1300
            {"error":{"code":"rate_limit_exceeded","message":"nothing said"}}                                     | -
            {"error":{"type":"usage_limit_reached","message":"m","resets_in_seconds":1e300}}                      | 31622400000
            """)
    void waitIsReadFromTheBody(String body, Long millis) {
        assertThat(ofHttp(429, body).retryAfter())
                .isEqualTo(Optional.ofNullable(millis).map(Duration::ofMillis));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-", textBlock = """
            retry-after    | 7                             | 7000
            retry-after    | 1.5                           | 1500
            retry-after-ms | 250                           | 250
            retry-after    | Sat, 04 Apr 2026 10:54:30 GMT | 70000
            retry-after    | soon                          | -
            x-other        | 7                             | -
            """)
    void waitIsReadFromTheHeader(String name, String value, Long millis) {
        assertThat(ofHttp(503, "{}", name, value).retryAfter())
                .isEqualTo(Optional.ofNullable(millis).map(Duration::ofMillis));
    }

    @Test
    void waitOfALimitIsTheResetOfTheWindowThatIsUsedUp() {
        Map<String, String> headers = Map.of(
                "x-codex-primary-used-percent",
                "100.0",
                "x-codex-primary-reset-at",
                Long.toString(NOW + 60),
                "x-codex-secondary-used-percent",
                "40",
                "x-codex-secondary-reset-at",
                Long.toString(NOW + 9999));

        assertThat(ofHttp(429, "{\"error\":{\"type\":\"usage_limit_reached\",\"message\":\"m\"}}", headers)
                        .retryAfter())
                .contains(Duration.ofSeconds(60));
        assertThat(ofHttp(500, "{}", headers).retryAfter()).isEmpty();
    }

    @Test
    void headersOfAWebSocketErrorAreRead() {
        assertThat(ofEvent("""
                                {"type":"error","status":429,"error":{"type":"usage_limit_reached","message":"m"},
                                 "headers":{"Retry-After":"30"}}""").retryAfter()).contains(Duration.ofSeconds(30));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            Bad token eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln.        | Bad token [hidden].
            Incorrect API key provided: sk-proj-abcdefghijkl.            | Incorrect API key provided: [hidden].
            Header 'Authorization: Bearer abcdef123456' is bad           | Header 'Authorization: Bearer [hidden]' is bad
            refresh token rt_1234567890abcdef rejected                   | refresh token [hidden] rejected
            Nothing to hide: sk-, eyJ and bearer of news.                | Nothing to hide: sk-, eyJ and bearer of news.
            """)
    void credentialsAreHidden(String message, String shown) {
        ApiError error = ofHttp(400, "{\"detail\":\"" + message + "\"}").error();

        assertThat(error.message()).isEqualTo(shown);
    }

    @Test
    void endlessMessageIsCut() {
        assertThat(ofHttp(400, "{\"detail\":\"" + "x ".repeat(5000) + "\"}")
                        .error()
                        .message())
                .hasSizeLessThan(2100)
                .endsWith("…");
    }
}
