package dev.airelay.server;

import dev.airelay.base.FileFailures;
import dev.airelay.base.JsonTrees;
import dev.airelay.base.PrivateFiles;
import dev.airelay.base.RegularFiles;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * The relay that uses a data directory, as its file {@value #FILE} there describes it, for the commands of the same user. A
 * relay that was killed leaves the file behind: see {@link #alive()}.
 *
 * @param pid the number of its process
 * @param identity distinguishes its process from others of the same number; empty when that is not known
 * @param baseUrl the base URL for clients on this machine
 * @param startedAt when it began to listen
 * @param version its version
 */
public record RelayProcess(long pid, String identity, URI baseUrl, Instant startedAt, String version) {
    static final String FILE = "relay.json";
    private static final int MAX_BYTES = 4_096;

    private static final System.Logger LOG = System.getLogger(RelayProcess.class.getName());

    /**
     * Returns the relay of a data directory; empty without a file that can be read. Does file work.
     *
     * @param directory the data directory
     */
    public static Optional<RelayProcess> in(Path directory) {
        try {
            JsonNode file = JsonTrees.usual().read(RegularFiles.read(directory.resolve(FILE), MAX_BYTES));
            return Optional.of(new RelayProcess(
                    file.path("pid").asLong(0),
                    file.path("process").asString(""),
                    URI.create(file.path("base_url").asString("")),
                    Instant.ofEpochMilli(file.path("started_at_ms").asLong(0)),
                    file.path("version").asString("")));
        } catch (IOException | JacksonException | IllegalArgumentException none) {
            LOG.log(System.Logger.Level.DEBUG, "no_running_relay", none);
            return Optional.empty();
        }
    }

    /**
     * Returns whether its process still runs and is one that this process sees. Another process of the same number is not the
     * relay, and neither is a relay in a container: another program may listen at its address. Does file work.
     */
    public boolean alive() {
        return !identity.isEmpty()
                && ProcessIdentity.of(pid).filter(identity::equals).isPresent();
    }

    /** Writes the file of this process. A relay serves without it too, so a failure is only logged. */
    static void announce(Path directory, URI baseUrl) {
        long pid = ProcessHandle.current().pid();
        byte[] text = JsonTrees.usual()
                .write(JsonNodeFactory.instance
                        .objectNode()
                        .put("pid", pid)
                        .put("process", ProcessIdentity.of(pid).orElse(""))
                        .put("base_url", baseUrl.toString())
                        // Not as text, for which a start would load the formats of java.time.
                        .put("started_at_ms", System.currentTimeMillis())
                        .put("version", RelayVersion.current()));
        // Not forced to the disk: after a power cut nothing runs.
        try (FileChannel channel = PrivateFiles.open(
                directory.resolve(FILE),
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE))) {
            ByteBuffer bytes = ByteBuffer.wrap(text);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException failed) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "Commands such as 'airelay status' will not find this relay, because " + directory.resolve(FILE)
                            + " cannot be written: " + FileFailures.words(failed));
        }
    }

    /** Deletes the file if it is that of this process. */
    static void withdraw(Path directory) {
        boolean own = in(directory)
                .filter(relay -> relay.pid == ProcessHandle.current().pid() && relay.alive())
                .isPresent();
        try {
            if (own) {
                Files.deleteIfExists(directory.resolve(FILE));
            }
        } catch (NoSuchFileException gone) {
            LOG.log(System.Logger.Level.DEBUG, "running_relay_gone", gone);
        } catch (IOException left) {
            // The number of a process that has ended misleads nobody.
            LOG.log(System.Logger.Level.DEBUG, "running_relay_left", left);
        }
    }
}
