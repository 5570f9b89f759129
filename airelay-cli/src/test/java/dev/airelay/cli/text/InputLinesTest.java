package dev.airelay.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class InputLinesTest {
    private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();

    /** One line, then what a terminal reports that is gone. */
    private static final class BrokenTerminal extends Reader {
        private boolean read;

        @Override
        public int read(char[] buffer, int offset, int length) throws IOException {
            if (read) {
                throw new IOException("Input/output error");
            }
            read = true;
            "typed\n".getChars(0, 6, buffer, offset);
            return 6;
        }

        @Override
        public void close() {}
    }

    @Test
    void reportsInputThatBreaksAsItsEnd() throws InterruptedException {
        new InputLines(() -> new BufferedReader(new BrokenTerminal()))
                .forEachLine(seen::add, broken -> seen.add("broken: " + broken.getMessage()));

        assertThat(List.of(next(), next())).containsExactly("typed", "broken: Input/output error");
    }

    private String next() throws InterruptedException {
        return String.valueOf(seen.poll(20, TimeUnit.SECONDS));
    }
}
