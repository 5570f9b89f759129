package dev.airelay.emulator.issuer;

import dev.airelay.emulator.common.Json;
import dev.airelay.emulator.fault.StatusScripts;
import dev.airelay.emulator.http.Refusal;
import dev.airelay.emulator.http.ScriptedResponse;
import dev.airelay.emulator.http.Transport;
import dev.airelay.emulator.issuer.TokenVariation.AccountPlace;
import dev.airelay.emulator.issuer.TokenVariation.Audience;
import dev.airelay.emulator.issuer.TokenVariation.Expiry;
import dev.airelay.emulator.script.Script;
import dev.airelay.emulator.script.ScriptCall;
import dev.airelay.emulator.script.ScriptTarget;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Scripts that change what the login server's token answers say. */
final class TokenScripts {
    private static final Set<String> FIELDS =
            Set.of("id_token", "access_token", "refresh_token", "token_type", "expires_in", "scope");
    private static final Set<String> YES_NO = Set.of("true", "false");

    private TokenScripts() {}

    static List<Script> all() {
        return List.of(error(), omit(), claims(), lifetime());
    }

    private static Script error() {
        return LoginEffect.script(
                "token-error",
                "Responds with an error code; the tokens stay valid.",
                ScriptTarget.REFRESH,
                Map.of(
                        "code",
                                "refresh_token_reused (the default), refresh_token_expired,"
                                        + " refresh_token_invalidated, invalid_grant or any other",
                        "form",
                                "object (error.code, the default), text (error is the code), top (code at the top) or html",
                        "message", "the message",
                        "status",
                                "the status code: by default 401 for codes of refresh tokens, 403 for html, else 400"),
                (overrides, call) -> overrides.refuse(refusal(call)));
    }

    private static Script omit() {
        return LoginEffect.script(
                "omit",
                "Omits a field from the token response; without refresh_token the old one stays valid.",
                ScriptTarget.REFRESH,
                Map.of("field", "id_token (the default), access_token, refresh_token, token_type, expires_in or scope"),
                (overrides, call) -> overrides.omit(call.oneOf("field", "id_token", FIELDS)));
    }

    private static Script lifetime() {
        return LoginEffect.script(
                "lifetime",
                "Issues tokens with other lifetimes; 0 means already expired.",
                ScriptTarget.TOKEN,
                Map.of("seconds", "lifetime of the access token", "id-seconds", "lifetime of the ID token"),
                (overrides, call) -> overrides.lifetimes(seconds(call, "seconds"), seconds(call, "id-seconds")));
    }

    private static Script claims() {
        return LoginEffect.script(
                "claims",
                "Issues tokens with unusual claims.",
                ScriptTarget.TOKEN,
                Map.of(
                        "account", "another account id",
                        "account-in", "both (the default), access, top, organizations or none",
                        "aud", "array (the default) or text",
                        "email", "another address; none omits it from the ID token",
                        "exp", "number (the default), text or none, in the access token",
                        "padded", "true keeps the padding of base64url",
                        "plan", "another plan, known or not"),
                TokenScripts::vary);
    }

    private static void vary(LoginOverrides overrides, ScriptCall call) {
        String email = call.text("email", "");
        overrides.vary(new TokenVariation(
                usual -> usual.withAccountId(call.text("account", usual.accountId()))
                        .withPlan(call.text("plan", usual.plan()))
                        .withEmail(email.isEmpty() || email.equals("none") ? usual.email() : email),
                oneOf(Audience.class, call, "aud", Audience.ARRAY),
                oneOf(AccountPlace.class, call, "account-in", AccountPlace.BOTH),
                call.oneOf("padded", "false", YES_NO).equals("true"),
                oneOf(Expiry.class, call, "exp", Expiry.NUMBER),
                !email.equals("none")));
    }

    /** Seconds as a duration, or null when the key is absent; a token of negative seconds has already expired. */
    private static @Nullable Duration seconds(ScriptCall call, String key) {
        if (!call.has(key)) {
            return null;
        }
        String value = call.text(key, "");
        if (!value.matches("-?\\d{1,9}")) {
            throw new IllegalArgumentException(call.name() + ": " + key + " must be whole seconds, was " + value);
        }
        return Duration.ofSeconds(Long.parseLong(value));
    }

    private static <E extends Enum<E>> E oneOf(Class<E> type, ScriptCall call, String key, E usual) {
        Set<String> names = Arrays.stream(type.getEnumConstants())
                .map(value -> value.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.toUnmodifiableSet());
        return Enum.valueOf(
                type,
                call.oneOf(key, usual.name().toLowerCase(Locale.ROOT), names).toUpperCase(Locale.ROOT));
    }

    private static ScriptedResponse refusal(ScriptCall call) {
        String code = call.text("code", RefreshRefusal.REUSED);
        String message = call.text("message", RefreshRefusal.message(code));
        String form = call.oneOf("form", "object", Set.of("object", "text", "top", "html"));
        int usual = form.equals("html") ? 403 : code.startsWith("refresh_token_") ? 401 : 400;
        ScriptedResponse answer =
                ScriptedResponse.json(call.number("status", usual), body(form, code, message), plainly());
        return form.equals("html") ? StatusScripts.challenge(answer, answer.status()) : answer;
    }

    private static ObjectNode body(String form, String code, String message) {
        return switch (form) {
            case "text" -> Json.object().put("error", code).put("error_description", message);
            case "top" -> Json.object().put("code", code).put("message", message);
            default -> Refusal.error("invalid_request_error", message, null, code);
        };
    }

    private static Transport plainly() {
        return Transport.paced(Duration.ZERO);
    }
}
