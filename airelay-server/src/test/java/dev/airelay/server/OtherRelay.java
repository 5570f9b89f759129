package dev.airelay.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.nio.file.Path;

/** A process that has the lock on a data directory, as a relay has. */
final class OtherRelay implements AutoCloseable {
    private static final String LOCKED = "locked";

    private final Process process;

    private OtherRelay(Process process) {
        this.process = process;
    }

    /** Starts the process, and returns when it has the lock. */
    static OtherRelay start(Path dataDir) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        String.join(
                                File.pathSeparator,
                                tests(),
                                System.getProperty("java.class.path", ""),
                                System.getProperty("jdk.module.path", "")),
                        OtherRelay.class.getName(),
                        dataDir.toString())
                .redirectError(Redirect.INHERIT)
                .start();
        String line = process.inputReader(UTF_8).readLine();
        if (!LOCKED.equals(line)) {
            throw new IOException("the other relay said " + line);
        }
        return new OtherRelay(process);
    }

    private static String tests() {
        String own = URI.create(String.valueOf(OtherRelay.class.getResource("OtherRelay.class")))
                .getPath();
        return Path.of(own).resolve("../../../..").normalize().toString();
    }

    /** The process itself: holds the lock until its standard input ends. */
    public static void main(String[] arguments) throws IOException {
        Path dataDir = Path.of(arguments[0]);
        DirectoryLock lock = DirectoryLock.take(dataDir, dataDir.resolve("store"));
        System.out.println(LOCKED);
        System.in.transferTo(System.out);
        lock.close();
    }

    long pid() {
        return process.pid();
    }

    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        process.onExit().join();
    }
}
