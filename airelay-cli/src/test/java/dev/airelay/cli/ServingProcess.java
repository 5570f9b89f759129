package dev.airelay.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PipedReader;
import java.io.PipedWriter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** A command that runs until it is asked to stop, with its output read line by line. */
final class ServingProcess implements AutoCloseable {
    private static final int PIPE_CHARACTERS = 64 * 1024;

    private final TestProcess process;
    private final BufferedReader lines;
    private final StringWriter errors = new StringWriter();
    private final CompletableFuture<Integer> exitCode = new CompletableFuture<>();

    private ServingProcess(TestProcess process, BufferedReader lines) {
        this.process = process;
        this.lines = lines;
    }

    static ServingProcess start(TestProcess process, String... args) throws IOException {
        PipedReader reader = new PipedReader(PIPE_CHARACTERS);
        PrintWriter out = new PrintWriter(new PipedWriter(reader), true);
        ServingProcess serving = new ServingProcess(process, new BufferedReader(reader));
        new Thread(() -> serving.run(out, args), "serving").start();
        return serving;
    }

    private void run(PrintWriter out, String... args) {
        try (out) {
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
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
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
    String rest() {
        return lines.lines().collect(Collectors.joining("\n"));
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
