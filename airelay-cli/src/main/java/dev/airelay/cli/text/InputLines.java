package dev.airelay.cli.text;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The lines that the person types. Nothing is read before somebody wants it. */
public final class InputLines {
    private final Supplier<BufferedReader> source;

    public InputLines(Supplier<BufferedReader> source) {
        this.source = source;
    }

    /**
     * Gives every line from now on to the consumer, on a thread of its own that ends with the process or the input.
     *
     * @param broken takes the reason when the input cannot be read any further, which ends it too; runs on that thread
     */
    public void forEachLine(Consumer<String> consumer, Consumer<IOException> broken) {
        Thread reader = new Thread(() -> read(consumer, broken), "airelay-input");
        reader.setDaemon(true);
        reader.start();
    }

    private void read(Consumer<String> consumer, Consumer<IOException> broken) {
        try {
            BufferedReader lines = source.get();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                consumer.accept(line);
            }
        } catch (IOException failed) {
            broken.accept(failed);
        }
    }
}
