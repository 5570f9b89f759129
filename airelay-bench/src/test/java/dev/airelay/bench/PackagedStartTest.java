package dev.airelay.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.emulator.Emulator;
import dev.airelay.emulator.EmulatorOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The package, unpacked and run: its first start makes the archive of classes, the next ones use it. */
@Timeout(300)
@DisabledOnOs(OS.WINDOWS)
@EnabledIf("packaged")
final class PackagedStartTest {
    private static final Path BUILT = Path.of("..", "airelay-cli", "target");

    @TempDir
    private Path home;

    private Path launcher;

    /** The phase "test" alone makes no package; "verify" does. */
    static boolean packaged() throws IOException {
        return !packages().isEmpty();
    }

    private static List<Path> packages() throws IOException {
        if (!Files.isDirectory(BUILT)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(BUILT)) {
            return files.filter(file -> file.toString().endsWith(".zip")).toList();
        }
    }

    @BeforeEach
    void unpack() throws IOException {
        try (InputStream bytes = Files.newInputStream(packages().get(0));
                ZipInputStream zip = new ZipInputStream(bytes)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Path file = home.resolve("program").resolve(entry.getName());
                if (entry.isDirectory()) {
                    Files.createDirectories(file);
                } else {
                    Files.createDirectories(file.getParent());
                    Files.copy(zip, file);
                }
            }
        }
        try (Stream<Path> programs = Files.list(home.resolve("program"))) {
            launcher = programs.findFirst().orElseThrow().resolve("bin/airelay");
        }
    }

    /** One test, because making the archive takes most of the time. */
    @Test
    void firstStartMakesTheArchiveAndTheNextUsesItUnlessItIsDamagedOrOpenToOthers() throws Exception {
        assertThat(launcher.resolveSibling("../README.md")).exists();
        assertThat(shared("off")).isZero();
        // That of another program, which stays.
        plant("1.classes", "1 2");

        assertThat(shared("wait")).isPositive();

        Path other = cache().resolve("1.classes");
        assertThat(archives()).hasSize(2).contains(other);
        Path archive = archives().stream()
                .filter(file -> !file.equals(other))
                .findFirst()
                .orElseThrow();
        assertThat(permissions(archive)).isEqualTo("rw-------");
        assertThat(permissions(cache())).isEqualTo("rwx------");
        assertThat(shared("")).isPositive();
        assertThat(archives()).contains(archive);

        Files.setPosixFilePermissions(cache(), PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThat(shared("")).isZero();
        Files.setPosixFilePermissions(cache(), PosixFilePermissions.fromString("rwx------"));

        Files.setPosixFilePermissions(archive, PosixFilePermissions.fromString("rw-rw-rw-"));
        assertThat(shared("")).isZero();

        Files.setPosixFilePermissions(archive, PosixFilePermissions.fromString("rw-------"));
        byte[] damaged = Files.readAllBytes(archive);
        Arrays.fill(damaged, 0, 4096, (byte) 'x');
        Files.write(archive, damaged);
        assertThat(shared("")).isZero();

        // The archive of an earlier build of this program, which a new one replaces.
        plant(
                "2.classes",
                Files.readString(cache().resolve(archive.getFileName() + ".of")).strip());
        Files.delete(archive);
        Path failed = Files.createFile(cache().resolve(archive.getFileName() + ".failed"));
        assertThat(shared("wait")).isPositive();
        assertThat(archives()).containsExactlyInAnyOrder(archive, other);
        assertThat(failed).doesNotExist();
    }

    /** Puts an archive into the cache, and beside it whose it is, as the launcher does. */
    private void plant(String name, String owner) throws IOException {
        if (!Files.exists(cache())) {
            Files.createDirectories(
                    cache(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        Files.writeString(cache().resolve(name), "old");
        Files.writeString(cache().resolve(name + ".of"), owner + "\n");
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    /** Serves one chat, and returns how many of the relay's own classes came out of the archive. */
    private long shared(String archive) throws IOException {
        Path log = home.resolve("classes.log");
        Files.deleteIfExists(log);
        List<String> program = new ArrayList<>(List.of("/bin/sh", launcher.toString()));
        Map<String, String> environment = Map.of(
                "AIRELAY_ARCHIVE",
                archive,
                "XDG_CACHE_HOME",
                home.resolve("cache").toString(),
                "JDK_JAVA_OPTIONS",
                "-Xlog:class+load:file=" + log);
        try (Emulator upstream = Emulator.start(EmulatorOptions.defaults());
                ServeProcess relay = ServeProcess.start(program, upstream, home, environment)) {
            WireClient.Reply reply = relay.chat();

            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.body()).contains("[DONE]");
        }
        try (Stream<String> lines = Files.lines(log)) {
            return lines.filter(line -> line.contains(" dev.airelay.") && line.contains("shared objects file"))
                    .count();
        }
    }

    private Path cache() {
        return home.resolve("cache/airelay");
    }

    private List<Path> archives() throws IOException {
        try (Stream<Path> files = Files.list(cache())) {
            return files.filter(file -> file.toString().endsWith(".classes")).toList();
        }
    }
}
