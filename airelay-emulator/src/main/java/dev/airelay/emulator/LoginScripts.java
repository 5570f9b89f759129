package dev.airelay.emulator;

import dev.airelay.emulator.LoginWishes.DeviceWish;
import dev.airelay.emulator.LoginWishes.RedirectWish;
import dev.airelay.emulator.Transport.Manner;
import dev.airelay.emulator.Transport.Place;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Scripts that change what the login issuer does; how its tokens look is {@link TokenScripts}' concern. */
final class LoginScripts {
    private static final String NO_ENTITLEMENT = "missing_codex_entitlement";

    private LoginScripts() {}

    static List<Script> all() {
        return Stream.of(browser(), TokenScripts.all(), afterwards())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Script> browser() {
        return List.of(
                Script.login(
                        "login-error",
                        "Ends a browser sign-in with an error.",
                        LoginTarget.AUTHORIZE.scriptName(),
                        Map.of(
                                "code", "access_denied (the default), missing_codex_entitlement or any other",
                                "description", "the error_description"),
                        LoginScripts::loginError),
                Script.login(
                        "login-redirect",
                        "Ends a browser sign-in with the wrong redirect parameters.",
                        LoginTarget.AUTHORIZE.scriptName(),
                        Map.of(
                                "code", "the code; none omits it, empty sends it empty",
                                "state", "the state; none omits it"),
                        LoginScripts::loginRedirect));
    }

    private static List<Script> afterwards() {
        return List.of(
                Script.login(
                        "lost",
                        "Does what was requested, but drops the connection before the response.",
                        LoginTarget.REFRESH.scriptName(),
                        Map.of("kind", "fin (the default), rst or silence"),
                        LoginScripts::lost),
                Script.login(
                        "device-code",
                        "Starts a device sign-in with another known form of the response.",
                        LoginTarget.USERCODE.scriptName(),
                        Map.of(
                                "field", "user_code (the default) or usercode",
                                "interval", "text (the default), number or absent",
                                "expires", "in (the default), at, both or none"),
                        LoginScripts::deviceCode),
                Script.login(
                        "device-pending",
                        "Answers a poll as pending, whether approved or not.",
                        LoginTarget.POLL.scriptName(),
                        Map.of("status", "403 (the default) or 404"),
                        LoginScripts::devicePending));
    }

    private static void loginError(LoginWishes wishes, ScriptCall call) {
        String code = call.text("code", "access_denied");
        boolean entitlement = code.equals(NO_ENTITLEMENT);
        @Nullable String usual = entitlement ? NO_ENTITLEMENT : null;
        wishes.redirect(new RedirectWish(
                entitlement ? "access_denied" : code,
                call.has("description") ? call.text("description", "") : usual,
                wishes.redirect().state(),
                null));
    }

    private static void loginRedirect(LoginWishes wishes, ScriptCall call) {
        RedirectWish before = wishes.redirect();
        wishes.redirect(new RedirectWish(
                before.error(), before.description(), parameter(call, "state"), parameter(call, "code")));
    }

    private static @Nullable String parameter(ScriptCall call, String key) {
        if (!call.has(key)) {
            return null;
        }
        String value = call.text(key, "");
        return value.equals("none") ? RedirectWish.ABSENT : value;
    }

    private static void lost(LoginWishes wishes, ScriptCall call) {
        Manner manner = switch (call.oneOf("kind", "fin", Set.of("fin", "rst", "silence"))) {
            case "rst" -> Manner.RST;
            case "silence" -> Manner.SILENCE;
            default -> Manner.FIN;
        };
        wishes.lose(new Transport.Stop(manner, Place.HEAD, 0, false));
    }

    private static void deviceCode(LoginWishes wishes, ScriptCall call) {
        wishes.device(new DeviceWish(
                call.oneOf("field", "user_code", Set.of("user_code", "usercode")),
                call.oneOf("interval", "text", Set.of("number", "text", "absent")),
                call.oneOf("expires", "in", Set.of("in", "at", "both", "none")),
                0));
    }

    private static void devicePending(LoginWishes wishes, ScriptCall call) {
        DeviceWish before = wishes.device();
        int status = Integer.parseInt(call.oneOf("status", "403", Set.of("403", "404")));
        wishes.device(new DeviceWish(before.codeField(), before.interval(), before.expiry(), status));
    }

    /** Seconds as a duration, or null when the key is absent; negative ones are expired from birth. */
    static @Nullable Duration seconds(ScriptCall call, String key) {
        if (!call.has(key)) {
            return null;
        }
        String value = call.text(key, "");
        if (!value.matches("-?\\d{1,9}")) {
            throw new IllegalArgumentException(call.name() + ": " + key + " must be whole seconds, was " + value);
        }
        return Duration.ofSeconds(Long.parseLong(value));
    }
}
