package dev.airelay.cli.text;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The lines that the person types. Nothing is read before somebody wants it. */
public final class InputLines {
    private final Supplier<BufferedReader> source;

    public InputLines(Supplier<BufferedReader> source) {
        this.source = source;
    }

    /** Gives every line from now on to the consumer, on a thread of its own that ends with the process or the input. */
    public void forEachLine(Consumer<String> consumer) {
        Thread reader = new Thread(() -> read(consumer), "airelay-input");
        reader.setDaemon(true);
        reader.start();
    }

    private void read(Consumer<String> consumer) {
        try {
            BufferedReader lines = source.get();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                consumer.accept(line);
            }
        } catch (IOException broken) {
            throw new UncheckedIOException("the input could not be read", broken);
        }
    }
}
