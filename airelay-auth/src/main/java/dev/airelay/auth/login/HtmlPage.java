package dev.airelay.auth.login;

/** The plain pages the browser shows at the end of a login. Whatever goes in is escaped. */
final class HtmlPage {
    private HtmlPage() {}

    /** A page with a heading and one paragraph; both are plain text. */
    static String of(String heading, String paragraph) {
        return """
                <!doctype html>
                <html lang="en">
                <head><meta charset="utf-8"><title>AIRelay: %1$s</title></head>
                <body><h1>%1$s</h1><p>%2$s</p></body>
                </html>
                """.formatted(escape(heading), escape(paragraph));
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
