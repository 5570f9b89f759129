package dev.airelay.base;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A file that would block when it is opened is not opened: each of these tests would otherwise run into its time limit. */
@Timeout(20)
class RegularFilesTest {
    private static final int MANY = 1_000;

    @TempDir
    Path directory;

    private Path pipe() throws IOException, InterruptedException {
        Path pipe = directory.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        return pipe;
    }

    private static void assertRefused(Path file, String kind) {
        String reason = "it is " + kind + "; it must be a regular file";
        assertThatThrownBy(() -> RegularFiles.read(file, MANY))
                .isInstanceOfSatisfying(
                        UnfitFileException.class,
                        unfit -> assertThat(unfit.getReason()).isEqualTo(reason))
                .hasMessageContaining(file.toString());
        assertThatThrownBy(() -> RegularFiles.newInputStream(file)).isInstanceOf(UnfitFileException.class);
        assertThatThrownBy(() -> RegularFiles.open(file, Set.of(StandardOpenOption.WRITE)))
                .isInstanceOf(UnfitFileException.class);
        assertThatThrownBy(() -> RegularFiles.open(file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND)))
                .isInstanceOf(UnfitFileException.class);
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void refusesNamedPipe() throws Exception {
        assertRefused(pipe(), "a named pipe");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void refusesLinkToNamedPipe() throws Exception {
        assertRefused(Files.createSymbolicLink(directory.resolve("link"), pipe()), "a named pipe");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void refusesDevice() {
        assertRefused(Path.of("/dev/null"), "a device");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void refusesSocket() throws IOException {
        Path socket = directory.resolve("socket");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));

            assertRefused(socket, "a socket");
        }
    }

    @Test
    void refusesDirectory() {
        assertRefused(directory, "a directory");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void refusesLinkThatMustNotBeFollowed() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "text");
        Path link = Files.createSymbolicLink(directory.resolve("link"), file);

        assertThatThrownBy(() -> RegularFiles.open(link, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)))
                .isInstanceOfSatisfying(
                        UnfitFileException.class,
                        unfit -> assertThat(unfit.getReason())
                                .isEqualTo("it is a symbolic link; it must be a regular file"));
        assertThat(RegularFiles.read(link, MANY)).asString(UTF_8).isEqualTo("text");
    }

    @Test
    void readsUpToTheLimit() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "x".repeat(MANY));

        assertThat(RegularFiles.read(file, MANY)).hasSize(MANY);
        assertThatThrownBy(() -> RegularFiles.read(file, MANY - 1))
                .isInstanceOfSatisfying(
                        UnfitFileException.class,
                        unfit -> assertThat(unfit.getReason()).isEqualTo("it is larger than 999 bytes"));
    }

    @Test
    void readsFileOfSeveralPieces() throws IOException {
        String text = "0123456789".repeat(10_000);
        Path file = Files.writeString(directory.resolve("file"), text);

        assertThat(RegularFiles.read(file, Integer.MAX_VALUE)).asString(UTF_8).isEqualTo(text);
        try (InputStream in = RegularFiles.newInputStream(file)) {
            assertThat(in.readAllBytes()).asString(UTF_8).isEqualTo(text);
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void readsFileThatReportsNoSize() throws IOException {
        assertThatThrownBy(() -> RegularFiles.read(Path.of("/proc/self/status"), 10))
                .isInstanceOfSatisfying(
                        UnfitFileException.class,
                        unfit -> assertThat(unfit.getReason()).isEqualTo("it is larger than 10 bytes"));
        assertThat(new String(RegularFiles.read(Path.of("/proc/self/status"), 1 << 20), UTF_8))
                .contains("Name:");
    }

    @Test
    void saysThatThereIsNoFile() {
        Path missing = directory.resolve("missing");

        assertThatThrownBy(() -> RegularFiles.read(missing, MANY)).isInstanceOf(NoSuchFileException.class);
        assertThat(missing).doesNotExist();
    }

    @Test
    void createsMissingFileIfRequested() throws IOException {
        Path file = directory.resolve("new");

        try (FileChannel channel = RegularFiles.open(
                file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE))) {
            assertThat(channel.size()).isZero();
        }

        assertThat(file).isRegularFile();
    }

    @Test
    void forcesDirectory() throws IOException {
        RegularFiles.forceDirectory(directory);

        assertThatThrownBy(() -> RegularFiles.forceDirectory(directory.resolve("missing")))
                .isInstanceOf(NoSuchFileException.class);
    }
}
