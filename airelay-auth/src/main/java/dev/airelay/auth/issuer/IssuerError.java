package dev.airelay.auth.issuer;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * The error in an unsuccessful response. The login server has three forms: {@code error} as text with {@code
 * error_description}, {@code error} as an object with {@code message} and {@code code}, and a {@code code} at the top level;
 * anything else counts as a web page.
 *
 * @param code in lower case; empty when there is none or it does not look like one
 * @param message safe to show
 * @param webPage whether the body is HTML, so that something other than the login server's own service responded
 */
public record IssuerError(Optional<String> code, Optional<String> message, boolean webPage) {
    private static final Pattern CODE = Pattern.compile("[A-Za-z0-9_.-]{1,64}");

    /**
     * Reads the error in a response; an unknown form yields an error without a code.
     *
     * @param secrets values that its text must not contain
     */
    public static IssuerError of(IssuerReply reply, List<String> secrets) {
        JsonNode root = JsonBody.read(reply.body());
        JsonNode error = root.path("error");
        return new IssuerError(
                code(error.path("code"), error, root.path("code")).filter(code -> !quotes(code, secrets)),
                first(error.path("message"), root.path("error_description"), root.path("message"), root.path("detail"))
                        .map(text -> UntrustedText.shown(text, secrets)),
                reply.challenge() || startsLikeAPage(reply.body()));
    }

    /** Returns true if the error has one of these codes. */
    public boolean hasCode(String... codes) {
        return code.filter(List.of(codes)::contains).isPresent();
    }

    /** Whether code or message says that something has expired. */
    public boolean saysExpired() {
        return Stream.of(code, message)
                .flatMap(Optional::stream)
                .anyMatch(text -> text.toLowerCase(Locale.ROOT).contains("expired"));
    }

    private static Optional<String> code(JsonNode... candidates) {
        return first(candidates)
                .filter(text -> CODE.matcher(text).matches())
                .map(text -> text.toLowerCase(Locale.ROOT));
    }

    private static boolean quotes(String code, List<String> secrets) {
        return secrets.stream().anyMatch(secret -> code.contains(secret.toLowerCase(Locale.ROOT)));
    }

    private static Optional<String> first(JsonNode... candidates) {
        return Stream.of(candidates)
                .filter(JsonNode::isString)
                .map(JsonNode::stringValue)
                .filter(text -> !text.isBlank())
                .findFirst();
    }

    private static boolean startsLikeAPage(byte[] body) {
        for (byte octet : body) {
            if (octet > ' ') {
                return octet == '<';
            }
        }
        return false;
    }
}
