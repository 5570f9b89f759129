package dev.airelay.emulator.issuer;

import dev.airelay.emulator.http.Transport;
import dev.airelay.emulator.http.Transport.Manner;
import dev.airelay.emulator.http.Transport.Place;
import dev.airelay.emulator.issuer.LoginOverrides.DeviceOverride;
import dev.airelay.emulator.issuer.LoginOverrides.RedirectOverride;
import dev.airelay.emulator.script.Script;
import dev.airelay.emulator.script.ScriptCall;
import dev.airelay.emulator.script.ScriptTarget;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Scripts that change the behavior of the login server; {@link TokenScripts} change its tokens. */
public final class LoginScripts {
    private static final String NO_ENTITLEMENT = "missing_codex_entitlement";

    private LoginScripts() {}

    /** The login server's scripts, those of its tokens included. */
    public static List<Script> all() {
        return Stream.of(browser(), TokenScripts.all(), afterwards())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Script> browser() {
        return List.of(
                LoginEffect.script(
                        "login-error",
                        "Ends a browser sign-in with an error.",
                        ScriptTarget.AUTHORIZE,
                        Map.of(
                                "code", "access_denied (the default), missing_codex_entitlement or any other",
                                "description", "the error_description"),
                        LoginScripts::loginError),
                LoginEffect.script(
                        "login-redirect",
                        "Ends a browser sign-in with the wrong redirect parameters.",
                        ScriptTarget.AUTHORIZE,
                        Map.of(
                                "code", "the code; none omits it, empty sends it empty",
                                "state", "the state; none omits it"),
                        LoginScripts::loginRedirect));
    }

    private static List<Script> afterwards() {
        return List.of(
                LoginEffect.script(
                        "lost",
                        "Does what was requested, but drops the connection before the response.",
                        ScriptTarget.REFRESH,
                        Map.of("kind", "fin (the default), rst or silence"),
                        LoginScripts::lost),
                LoginEffect.script(
                        "device-code",
                        "Starts a device sign-in with another known form of the response.",
                        ScriptTarget.USERCODE,
                        Map.of(
                                "field", "user_code (the default) or usercode",
                                "interval", "text (the default), number or absent",
                                "expires", "in (the default), at, both or none"),
                        LoginScripts::deviceCode),
                LoginEffect.script(
                        "device-pending",
                        "Answers a poll as pending, whether approved or not.",
                        ScriptTarget.POLL,
                        Map.of("status", "403 (the default) or 404"),
                        LoginScripts::devicePending));
    }

    private static void loginError(LoginOverrides overrides, ScriptCall call) {
        String code = call.text("code", "access_denied");
        boolean entitlement = code.equals(NO_ENTITLEMENT);
        @Nullable String usual = entitlement ? NO_ENTITLEMENT : null;
        overrides.redirect(new RedirectOverride(
                entitlement ? "access_denied" : code,
                call.has("description") ? call.text("description", "") : usual,
                overrides.redirect().state(),
                null));
    }

    private static void loginRedirect(LoginOverrides overrides, ScriptCall call) {
        RedirectOverride before = overrides.redirect();
        overrides.redirect(new RedirectOverride(
                before.error(), before.description(), parameter(call, "state"), parameter(call, "code")));
    }

    private static @Nullable String parameter(ScriptCall call, String key) {
        if (!call.has(key)) {
            return null;
        }
        String value = call.text(key, "");
        return value.equals("none") ? RedirectOverride.ABSENT : value;
    }

    private static void lost(LoginOverrides overrides, ScriptCall call) {
        Manner manner = switch (call.oneOf("kind", "fin", Set.of("fin", "rst", "silence"))) {
            case "rst" -> Manner.RST;
            case "silence" -> Manner.SILENCE;
            default -> Manner.FIN;
        };
        overrides.lose(new Transport.Stop(manner, Place.HEAD, 0, false));
    }

    private static void deviceCode(LoginOverrides overrides, ScriptCall call) {
        overrides.device(new DeviceOverride(
                call.oneOf("field", "user_code", Set.of("user_code", "usercode")),
                call.oneOf("interval", "text", Set.of("number", "text", "absent")),
                call.oneOf("expires", "in", Set.of("in", "at", "both", "none")),
                0));
    }

    private static void devicePending(LoginOverrides overrides, ScriptCall call) {
        DeviceOverride before = overrides.device();
        int status = Integer.parseInt(call.oneOf("status", "403", Set.of("403", "404")));
        overrides.device(new DeviceOverride(before.codeField(), before.interval(), before.expiry(), status));
    }
}
