package dev.airelay.auth.issuer;

import dev.airelay.base.LogSafeText;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** Makes text of the login server and of redirects, which may quote a request's form or query, safe to show. */
public final class UntrustedText {
    private UntrustedText() {}

    /** Returns the text on one line, without anything that looks like a token. */
    public static String shown(String text) {
        return shown(text, List.of());
    }

    /** Returns the text without these secrets too, plain or percent-encoded. */
    public static String shown(String text, Collection<String> secrets) {
        List<String> spellings = secrets.stream()
                .flatMap(secret -> Stream.of(secret, PercentEncoding.encode(secret)))
                .toList();
        return LogSafeText.oneLine(text, spellings);
    }
}
