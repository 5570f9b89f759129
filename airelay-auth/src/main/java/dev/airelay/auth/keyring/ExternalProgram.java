package dev.airelay.auth.keyring;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringTokenizer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs a program of the operating system with text on its standard input. Blocks until it exits or is killed.
 *
 * @param environment of the process, and of the program
 * @param patience time limit of the program
 */
public record ExternalProgram(Map<String, String> environment, Duration patience) {
    /** Long enough to unlock a keyring, short enough not to hang an unattended relay. */
    static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final int MAX_OUTPUT = 1024 * 1024;
    private static final int MAX_COMPLAINT = 200;

    /**
     * The result of a program.
     *
     * @param exit its status
     * @param output may hold a secret
     * @param complaint the first line of its error output
     */
    public record Result(int exit, String output, String complaint) {
        @Override
        public String toString() {
            return "Result[" + exit + "]";
        }
    }

    /**
     * Runs the program.
     *
     * @param command its name and arguments, which every user of the machine can read
     * @param input for its standard input
     */
    public Result run(List<String> command, String input) throws KeyringException {
        String name = command.get(0);
        List<String> located = new ArrayList<>(command);
        located.set(
                0,
                find(name)
                        .orElseThrow(() -> KeyringException.notInstalled(name))
                        .toString());
        try {
            return finish(name, start(located), input);
        } catch (IOException failed) {
            throw new KeyringException(name + " cannot be run; check that it is installed and may be run by this user");
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new KeyringException(name + " was interrupted");
        }
    }

    private Process start(List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder.start();
    }

    private Result finish(String name, Process process, String input)
            throws IOException, InterruptedException, KeyringException {
        CompletableFuture<String> output = read(process.getInputStream());
        CompletableFuture<String> complaint = read(process.getErrorStream());
        try {
            try (OutputStream stdin = process.getOutputStream()) {
                stdin.write(input.getBytes(StandardCharsets.UTF_8));
            } catch (IOException endedBeforeReading) {
                if (process.isAlive() && !process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                    throw endedBeforeReading;
                }
            }
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new KeyringException(name + " did not answer within " + patience.toSeconds()
                        + " s; is the keyring locked, or waiting for a password in a window?");
            }
            return new Result(process.exitValue(), text(output), firstLine(text(complaint)));
        } finally {
            process.destroyForcibly();
        }
    }

    /** Each stream has its own thread: a full pipe must not block the program. */
    private static CompletableFuture<String> read(InputStream stream) {
        CompletableFuture<String> result = new CompletableFuture<>();
        Thread reader = new Thread(
                () -> {
                    try (stream) {
                        result.complete(new String(stream.readNBytes(MAX_OUTPUT), StandardCharsets.UTF_8));
                    } catch (IOException ended) {
                        result.complete("");
                    }
                },
                "airelay-keyring");
        reader.setDaemon(true);
        reader.start();
        return result;
    }

    /** Bounded, because a child of the program may hold the pipe open. */
    private String text(CompletableFuture<String> stream) throws InterruptedException {
        try {
            return stream.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException nothing) {
            return "";
        }
    }

    private static String firstLine(String text) {
        String line = text.lines()
                .map(String::strip)
                .filter(any -> !any.isEmpty())
                .findFirst()
                .orElse("");
        return line.length() > MAX_COMPLAINT ? line.substring(0, MAX_COMPLAINT) : line;
    }

    /** Only absolute directories count: a program in the working directory could be anyone's. */
    private Optional<Path> find(String name) {
        String path = environment.getOrDefault("PATH", environment.getOrDefault("Path", ""));
        return Collections.list(new StringTokenizer(path, File.pathSeparator)).stream()
                .map(directory -> new File((String) directory))
                .filter(File::isAbsolute)
                .map(directory -> new File(directory, name))
                .filter(file -> file.isFile() && file.canExecute())
                .map(File::toPath)
                .findFirst();
    }

    @Override
    public String toString() {
        return "ExternalProgram";
    }
}
