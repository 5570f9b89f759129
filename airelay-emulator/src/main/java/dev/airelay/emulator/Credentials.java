package dev.airelay.emulator;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.InstantSource;
import java.util.Base64;
import java.util.List;

/** Checks who is asking: bearer token and account id, as every path of the backend does. */
final class Credentials {
    static final Refusal UNAUTHORIZED = Refusal.detail(401, "Unauthorized");
    private static final String EXPIRED_TEXT = "Provided authentication token is expired. Please try signing in again.";

    private final CheckOptions options;
    private final InstantSource clock;

    Credentials(CheckOptions options, InstantSource clock) {
        this.options = options;
        this.clock = clock;
    }

    void check(IncomingRequest request) throws RefusedException {
        BearerToken token = BearerToken.of(request.header("authorization"))
                .filter(known -> allowed(options.accessTokens(), known.text()))
                .orElseThrow(() -> new RefusedException(UNAUTHORIZED));
        if (token.expiredAt(clock.instant())) {
            throw new RefusedException(unauthorized("token_expired", EXPIRED_TEXT));
        }
        String account = request.header("chatgpt-account-id");
        boolean ofToken = token.accountId().map(account::equals).orElse(true);
        if (account.isBlank() || !allowed(options.accountIds(), account) || !ofToken) {
            throw new RefusedException(UNAUTHORIZED);
        }
    }

    /** A 401 with an error code, in the body and in the two headers that repeat it. */
    static Refusal unauthorized(String code, String message) {
        var body = Refusal.error("invalid_request_error", message, null, code);
        Headers headers = Headers.of("x-openai-authorization-error", code)
                .with(
                        "x-error-json",
                        Base64.getEncoder().encodeToString(Json.text(body).getBytes(UTF_8)));
        return new Refusal(401, headers, body);
    }

    private static boolean allowed(List<String> accepted, String value) {
        return accepted.isEmpty() || accepted.contains(value);
    }
}
