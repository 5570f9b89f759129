package dev.airelay.auth.login;

import dev.airelay.auth.issuer.IssuerException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Optional;

/**
 * A response of the loopback listener.
 *
 * @param status and reason of HTTP
 * @param header an additional header line
 * @param html the page
 * @param last whether the browser needs nothing more from the listener once it has this
 */
record PageAnswer(String status, Optional<String> header, String html, boolean last) {
    static final String SUCCESS_PATH = "/success";

    private static final String FOUND = "302 Found";

    static PageAnswer page(String status, String heading, String paragraph) {
        return new PageAnswer(status, Optional.empty(), HtmlPage.of(heading, paragraph), false);
    }

    /** The page that ends a login. */
    static PageAnswer lastPage(String status, String heading, String paragraph) {
        return new PageAnswer(status, Optional.empty(), HtmlPage.of(heading, paragraph), true);
    }

    static PageAnswer onlyGet() {
        return new PageAnswer(
                "405 Method Not Allowed",
                Optional.of("Allow: GET"),
                HtmlPage.of("Method not allowed", "Only GET requests are accepted here."),
                false);
    }

    /** Sends the browser to the success page, so that the code leaves its address bar and history entry. */
    static PageAnswer toSuccess() {
        return new PageAnswer(
                FOUND,
                Optional.of("Location: " + SUCCESS_PATH),
                HtmlPage.of("Signed in", "AIRelay is signed in."),
                false);
    }

    static PageAnswer success() {
        return lastPage("200 OK", "Signed in", "AIRelay is signed in. You can close this page.");
    }

    static PageAnswer failed(LoginException failure) {
        String heading = failure.failure() == LoginFailure.NO_ENTITLEMENT ? "No access to Codex" : "Not signed in";
        return lastPage("400 Bad Request", heading, failure.getMessage());
    }

    static PageAnswer failed(IssuerException failure) {
        return lastPage("502 Bad Gateway", "Not signed in", failure.getMessage());
    }

    static PageAnswer unfinished() {
        return lastPage(
                "500 Internal Server Error",
                "Not signed in",
                "The sign-in did not finish. The terminal where you ran airelay login says why.");
    }

    boolean isRedirect() {
        return status.equals(FOUND);
    }

    /** The response as sent; the connection closes after it. */
    byte[] bytes() {
        byte[] body = html.getBytes(StandardCharsets.UTF_8);
        String head = "HTTP/1.1 " + status + "\r\n"
                + header.map(line -> line + "\r\n").orElse("")
                + "Content-Type: text/html; charset=utf-8\r\n"
                + "Content-Length: " + body.length + "\r\n"
                + "Cache-Control: no-store\r\n"
                + "Referrer-Policy: no-referrer\r\n"
                + "X-Content-Type-Options: nosniff\r\n"
                + "Content-Security-Policy: default-src 'none'; style-src '" + HtmlPage.STYLE_HASH
                + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'\r\n"
                + "Connection: close\r\n\r\n";
        byte[] start = head.getBytes(StandardCharsets.US_ASCII);
        byte[] whole = new byte[start.length + body.length];
        System.arraycopy(start, 0, whole, 0, start.length);
        System.arraycopy(body, 0, whole, start.length, body.length);
        return whole;
    }

    /** The plain pages of the loopback listener. Their texts are escaped. */
    private static final class HtmlPage {
        private static final String STYLE = ":root{color-scheme:light dark}"
                + "body{margin:0;min-height:90vh;display:grid;place-items:center;font:15px/1.5 system-ui,sans-serif}"
                + "main{max-width:32rem;padding:24px}h1{margin:0 0 8px;font-size:22px}p{margin:0;overflow-wrap:anywhere}";
        private static final String STYLE_HASH = hash(STYLE);

        private HtmlPage() {}

        /** The name by which a policy allows exactly this style. */
        private static String hash(String style) {
            try {
                byte[] digest = MessageDigest.getInstance("SHA-256").digest(style.getBytes(StandardCharsets.UTF_8));
                return "sha256-" + Base64.getEncoder().encodeToString(digest);
            } catch (NoSuchAlgorithmException missing) {
                throw new IllegalStateException("every Java platform has SHA-256", missing);
            }
        }

        /** A page with a heading and one paragraph; both are plain text. */
        static String of(String heading, String paragraph) {
            return """
                    <!doctype html>
                    <html lang="en">
                    <head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
                    <title>AIRelay: %1$s</title><style>%3$s</style></head>
                    <body><main><h1>%1$s</h1><p>%2$s</p></main></body>
                    </html>
                    """.formatted(escape(heading), escape(paragraph), STYLE);
        }

        private static String escape(String text) {
            StringBuilder escaped = new StringBuilder(text.length() + 16);
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                switch (c) {
                    case '&' -> escaped.append("&amp;");
                    case '<' -> escaped.append("&lt;");
                    case '>' -> escaped.append("&gt;");
                    case '"' -> escaped.append("&quot;");
                    case '\'' -> escaped.append("&#39;");
                    default -> escaped.append(c);
                }
            }
            return escaped.toString();
        }
    }
}
