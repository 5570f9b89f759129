package dev.airelay.server;

import dev.airelay.base.RegularFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * Distinguishes a process from any other that had, has or will have the same number: before the machine was started again,
 * later, or in a container with its own numbers.
 */
final class ProcessIdentity {
    private static final Path PROC = Path.of("/proc");
    /** The number of the system's start, a random one. */
    private static final Path BOOT = PROC.resolve("sys/kernel/random/boot_id");
    /** The set of process numbers that this process sees. */
    private static final Path NUMBERS = PROC.resolve("self/ns/pid");

    /** Positions in {@code /proc/PID/stat} behind the name, see proc_pid_stat(5): fields 3 and 22. */
    private static final int STATE = 0;

    private static final int START = 19;
    private static final String ENDED = "ZX";
    private static final int MAX_BYTES = 4_096;

    private static final System.Logger LOG = System.getLogger(ProcessIdentity.class.getName());

    private ProcessIdentity() {}

    /**
     * Returns a text that is the same exactly as long as the number means the same running process; empty when there is none,
     * or when the platform does not say when it was started.
     */
    static Optional<String> of(long pid) {
        return Files.exists(NUMBERS) ? ofLinux(pid) : ofJava(pid);
    }

    /** The clock of the machine may be set while a process runs, so its start is counted from that of the system. */
    private static Optional<String> ofLinux(long pid) {
        try {
            String stat = text(PROC.resolve(pid + "/stat"));
            // The name is in parentheses and may contain anything.
            String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", -1);
            if (fields.length <= START || ENDED.contains(fields[STATE])) {
                return Optional.empty();
            }
            return Optional.of(text(BOOT).strip() + " " + Files.readSymbolicLink(NUMBERS) + " " + fields[START]);
        } catch (IOException gone) {
            LOG.log(System.Logger.Level.DEBUG, "process_not_identified pid=" + pid, gone);
            return Optional.empty();
        }
    }

    private static String text(Path file) throws IOException {
        return new String(RegularFiles.read(file, MAX_BYTES), StandardCharsets.ISO_8859_1);
    }

    private static Optional<String> ofJava(long pid) {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .flatMap(process -> process.info().startInstant())
                .map(Instant::toEpochMilli)
                .map(String::valueOf);
    }
}
