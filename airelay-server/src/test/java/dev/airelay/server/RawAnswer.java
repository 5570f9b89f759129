package dev.airelay.server;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * An answer as it was on the wire.
 *
 * @param statusLine the status line
 * @param headerLines the header lines, in order
 * @param body the body without its chunk framing
 */
record RawAnswer(String statusLine, List<String> headerLines, String body) {

    int status() {
        return Integer.parseInt(statusLine.split(" ")[1]);
    }

    Optional<String> header(String name) {
        String prefix = name.toLowerCase(Locale.ROOT) + ":";
        return headerLines.stream()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(prefix))
                .map(line -> line.substring(prefix.length()).strip())
                .findFirst();
    }
}
