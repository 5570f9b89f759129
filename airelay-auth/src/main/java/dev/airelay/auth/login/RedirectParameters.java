package dev.airelay.auth.login;

import dev.airelay.auth.issuer.PercentEncoding;
import dev.airelay.auth.issuer.UntrustedText;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The query parameters of the redirect. Their text form is empty.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2">RFC 6749, section 4.1.2</a>
 */
public final class RedirectParameters {
    private static final String CODE = "code";
    private static final String STATE = "state";
    private static final String ERROR = "error";
    private static final String NO_ENTITLEMENT = "missing_codex_entitlement";

    private final Map<String, String> values;

    private RedirectParameters(Map<String, String> values) {
        this.values = values;
    }

    /** The parameters of a query without its question mark; empty when it is malformed or names one twice. */
    static Optional<RedirectParameters> parse(String query) {
        Map<String, String> values = new HashMap<>();
        for (String pair : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals <= 0) {
                continue;
            }
            try {
                String name = PercentEncoding.decode(pair.substring(0, equals));
                if (values.put(name, PercentEncoding.decode(pair.substring(equals + 1))) != null) {
                    return Optional.empty();
                }
            } catch (IllegalArgumentException malformed) {
                return Optional.empty();
            }
        }
        return Optional.of(new RedirectParameters(values));
    }

    /** Returns the parameters of a redirect that succeeded. */
    public static RedirectParameters of(String code, String state) {
        return new RedirectParameters(Map.of(CODE, code, STATE, state));
    }

    /** Whether this is a response to an authorization request: a code or an error. */
    boolean isAnswer() {
        return value(CODE).isPresent() || value(ERROR).isPresent();
    }

    /** Returns the code, if there is one and no error. */
    String requireCode() throws LoginException {
        Optional<String> error = value(ERROR);
        if (error.isPresent()) {
            throw refused(error.get(), value("error_description").orElse(""));
        }
        return value(CODE)
                .orElseThrow(
                        () -> new LoginException(
                                LoginFailure.NO_CODE,
                                "The login server sent the browser back without a code. Nothing was saved. Run: airelay login"));
    }

    private LoginException refused(String error, String description) {
        if (error.equals("access_denied") && description.contains(NO_ENTITLEMENT)) {
            return new LoginException(
                    LoginFailure.NO_ENTITLEMENT,
                    "This ChatGPT workspace does not have access to Codex. Ask its administrator to enable it, or sign in"
                            + " again and choose another workspace.");
        }
        List<String> secrets =
                Stream.of(value(CODE), value(STATE)).flatMap(Optional::stream).toList();
        String reason = UntrustedText.shown(description, secrets);
        String said = reason.isEmpty()
                ? ""
                : ": " + (reason.endsWith(".") ? reason.substring(0, reason.length() - 1) : reason);
        return new LoginException(
                LoginFailure.DENIED,
                (error.equals("access_denied")
                                ? "The sign-in was declined in the browser ("
                                : "The sign-in was refused (")
                        + UntrustedText.shown(error, secrets) + said
                        + "). Nothing was saved. To try again, run: airelay login");
    }

    boolean hasState() {
        return value(STATE).isPresent();
    }

    /** Whether the state is exactly this one; compares in constant time. */
    boolean stateIs(String expected) {
        return MessageDigest.isEqual(
                value(STATE).orElse("").getBytes(StandardCharsets.UTF_8), expected.getBytes(StandardCharsets.UTF_8));
    }

    private Optional<String> value(String name) {
        return Optional.ofNullable(values.get(name)).filter(text -> !text.isBlank());
    }

    @Override
    public String toString() {
        return "RedirectParameters";
    }
}
