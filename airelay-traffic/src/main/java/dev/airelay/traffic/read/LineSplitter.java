package dev.airelay.traffic.read;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Splits bytes into lines. A line longer than the limit is skipped. Not thread-safe. */
final class LineSplitter {
    private static final int MAX_LINE = 256 << 20;

    private final Consumer<String> lines;
    private final ByteArrayOutputStream rest = new ByteArrayOutputStream(1_024);
    private boolean tooLong;

    LineSplitter(Consumer<String> lines) {
        this.lines = lines;
    }

    void accept(byte[] bytes, int length) {
        int start = 0;
        for (int i = 0; i < length; i++) {
            if (bytes[i] == '\n') {
                keep(bytes, start, i);
                endLine();
                start = i + 1;
            }
        }
        keep(bytes, start, length);
    }

    private void keep(byte[] bytes, int from, int to) {
        tooLong |= (long) rest.size() + to - from > MAX_LINE;
        if (tooLong) {
            rest.reset();
        } else {
            rest.write(bytes, from, to - from);
        }
    }

    /** Ends the last line, because the file ends here. */
    void endLine() {
        if (!tooLong && rest.size() > 0) {
            lines.accept(rest.toString(StandardCharsets.UTF_8));
        }
        rest.reset();
        tooLong = false;
    }
}
