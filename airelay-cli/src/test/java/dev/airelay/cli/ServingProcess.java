package dev.airelay.cli;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A command that runs until it is asked to stop, with its output read line by line. */
final class ServingProcess implements AutoCloseable {
    /**
     * The lines of the output. A pipe of Java's fails its reader if the thread that wrote last has ended, as that of the
     * request lines does before the command.
     */
    private static final class Lines extends Writer {
        private final BlockingQueue<Optional<String>> ended = new LinkedBlockingQueue<>();
        private final StringBuilder begun = new StringBuilder();

        @Override
        public void write(char[] chars, int from, int length) {
            synchronized (lock) {
                for (int i = from; i < from + length; i++) {
                    if (chars[i] == '\n') {
                        end();
                    } else {
                        begun.append(chars[i]);
                    }
                }
            }
        }

        private void end() {
            ended.add(Optional.of(begun.toString()));
            begun.setLength(0);
        }

        @Override
        public void flush() {
            // A line is there as soon as it has ended.
        }

        @Override
        public void close() {
            synchronized (lock) {
                if (!begun.isEmpty()) {
                    end();
                }
                ended.add(Optional.empty());
            }
        }

        /** Waits for the next line; null at the end of the output. */
        @Nullable
        String next() throws InterruptedIOException {
            try {
                Optional<String> next = ended.take();
                if (next.isEmpty()) {
                    ended.add(next);
                }
                return next.orElse(null);
            } catch (InterruptedException interrupted) {
                throw new InterruptedIOException("interrupted while waiting for a line");
            }
        }
    }

    private final TestProcess process;
    private final Lines lines = new Lines();
    private final StringWriter errors = new StringWriter();
    private final CompletableFuture<Integer> exitCode = new CompletableFuture<>();

    private ServingProcess(TestProcess process) {
        this.process = process;
    }

    static ServingProcess start(TestProcess process, String... args) {
        ServingProcess serving = new ServingProcess(process);
        new Thread(() -> serving.run(args), "serving").start();
        return serving;
    }

    private void run(String... args) {
        try (PrintWriter out = new PrintWriter(lines, true)) {
            exitCode.complete(process.run(out, new PrintWriter(errors), args));
        } catch (RuntimeException failed) {
            exitCode.completeExceptionally(failed);
        }
    }

    /** The next line that begins so; fails when the command ends before. */
    String lineStarting(String start) throws IOException {
        return line("starts with \"" + start + "\"", line -> line.startsWith(start));
    }

    /** The next line that contains the text; fails when the command ends before. */
    String lineContaining(String text) throws IOException {
        return line("contains \"" + text + "\"", line -> line.contains(text));
    }

    private String line(String wanted, Predicate<String> matches) throws IOException {
        for (String line = lines.next(); line != null; line = lines.next()) {
            if (matches.test(line.strip())) {
                return line.strip();
            }
        }
        throw new AssertionError("no line " + wanted + "; errors: " + errors);
    }

    String errors() {
        return errors.toString();
    }

    /** The output that has not been read yet, up to the command's end. */
    String rest() throws IOException {
        StringJoiner rest = new StringJoiner("\n");
        for (String line = lines.next(); line != null; line = lines.next()) {
            rest.add(line);
        }
        return rest.toString();
    }

    /** Waits for the command's own end. */
    int exitCode() throws ExecutionException, InterruptedException, TimeoutException {
        return exitCode.get(60, TimeUnit.SECONDS);
    }

    /** Asks the command to stop and waits for its exit code. */
    int stop() throws ExecutionException, InterruptedException, TimeoutException {
        process.stop();
        return exitCode.get(60, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        process.stop();
    }
}
