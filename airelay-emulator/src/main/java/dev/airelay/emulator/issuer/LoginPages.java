package dev.airelay.emulator.issuer;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.airelay.emulator.api.EmulatedAccount;
import dev.airelay.emulator.http.Headers;
import dev.airelay.emulator.http.ScriptedResponse;
import dev.airelay.emulator.http.Transport;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** The pages of the emulated login server: plain HTML without scripts, with all values escaped. */
final class LoginPages {
    private static final String FRAME = """
            <!DOCTYPE html>
            <html lang="en">
            <head><meta charset="utf-8"><title>%1$s - AIRelay emulator</title>
            <style>body{font-family:sans-serif;max-width:40em;margin:4em auto;padding:0 1em}button,input{font:inherit;padding:.4em 1em}</style></head>
            <body>
            <h1>%1$s</h1>
            %2$s
            <p><small>This page belongs to the AIRelay emulator, which is for tests. Nobody is really signed in.</small></p>
            </body>
            </html>
            """;
    private static final Headers HEADERS = Headers.of("cache-control", "no-store")
            .with("referrer-policy", "no-referrer")
            .with("x-content-type-options", "nosniff")
            .with("content-security-policy", "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'");

    private LoginPages() {}

    /** The page that asks whether the client may have the tokens. */
    static ScriptedResponse consent(String login, EmulatedAccount account) {
        return page(200, "Emulated sign-in", """
                <p>A program on this computer wants to sign in to the emulated account <b>%s</b> (%s).</p>
                <form method="post" action="/oauth/authorize">
                <input type="hidden" name="login" value="%s">
                <button type="submit" name="decision" value="approve" id="approve">Approve</button>
                <button type="submit" name="decision" value="deny" id="deny">Deny</button>
                </form>
                """.formatted(
                        escaped(account.email()), escaped(account.accountId()), escaped(login)));
    }

    /** The page on which the code of a device login is typed. */
    static ScriptedResponse device(String note) {
        return page(200, "Emulated device sign-in", """
                <p>%s</p>
                <form method="post" action="/codex/device">
                <label>Code <input name="user_code" id="user_code" autocomplete="off" placeholder="XXXX-XXXXX" required></label>
                <button type="submit" id="approve">Approve</button>
                </form>
                """.formatted(escaped(note)));
    }

    static ScriptedResponse done(String text) {
        return page(200, "Done", "<p>" + escaped(text) + "</p>");
    }

    static ScriptedResponse refused(int status, List<String> problems) {
        String items = problems.stream()
                .map(problem -> "<li>" + escaped(problem) + "</li>")
                .collect(Collectors.joining("\n", "<ul>\n", "\n</ul>"));
        return page(status, "This sign-in cannot continue", items);
    }

    static ScriptedResponse redirect(String location) {
        return new ScriptedResponse(
                302,
                HEADERS.with("location", location),
                new ScriptedResponse.Whole(new byte[0]),
                Transport.paced(Duration.ZERO));
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    private static ScriptedResponse page(int status, String title, String content) {
        return new ScriptedResponse(
                status,
                HEADERS.with("content-type", "text/html; charset=utf-8"),
                new ScriptedResponse.Whole(
                        FRAME.formatted(escaped(title), content).getBytes(UTF_8)),
                Transport.paced(Duration.ZERO));
    }
}
