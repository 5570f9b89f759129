package dev.airelay.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.MalformedInputException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.util.stream.Stream;
import java.util.zip.ZipException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FileFailuresTest {

    static Stream<Arguments> failures() {
        return Stream.of(
                arguments(new NoSuchFileException("/a/b"), "no such file"),
                arguments(new AccessDeniedException("/a/b"), "permission denied"),
                arguments(new FileAlreadyExistsException("/a/b"), "a file of that name exists already"),
                arguments(new DirectoryNotEmptyException("/a"), "the directory is not empty"),
                arguments(new NotDirectoryException("/a"), "it is not in a directory"),
                arguments(
                        new AtomicMoveNotSupportedException("/a", "/b", "why"),
                        "the file system cannot replace a file in one step"),
                arguments(new FileSystemException("/a", null, "No space left on device"), "no space left on device"),
                arguments(new FileSystemException("/a", null, "I/O error"), "the file system reported an error"),
                arguments(new FileSystemException("/a"), "the file system reported an error"),
                arguments(new FileSystemLoopException("/a"), "the file system reported an error"),
                arguments(
                        UnfitFileException.kind(Path.of("a"), "a directory"),
                        "it is a directory; it must be a regular file"),
                arguments(new ReadOnlyFileSystemException(), "the file system is read-only"),
                arguments(new FileNotFoundException("/a (No such file or directory)"), "no such file"),
                arguments(new MalformedInputException(1), "it is not UTF-8 text"),
                arguments(new EOFException(), "it ends too early"),
                arguments(new ZipException("invalid block type"), "its compressed content is damaged"),
                arguments(new ClosedByInterruptException(), "it was closed meanwhile"),
                arguments(new IOException("Input error"), "input error"),
                arguments(new IOException(), "the file system reported an error"),
                arguments(new SocketException("x"), "the file system reported an error"),
                arguments(new UncheckedIOException(new AccessDeniedException("/a")), "permission denied"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void saysWhatHappened(Exception failure, String words) {
        assertThat(FileFailures.words(failure)).isEqualTo(words);
    }

    @Test
    void namesNeitherTypesNorPaths(@TempDir Path directory) throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        for (Exception failure : new Exception[] {
            catchThrowableOfType(IOException.class, () -> Files.readAllBytes(directory.resolve("none"))),
            catchThrowableOfType(IOException.class, () -> Files.readAllBytes(file.resolve("below"))),
            catchThrowableOfType(IOException.class, () -> Files.createDirectory(file)),
            catchThrowableOfType(IOException.class, () -> Files.delete(directory)),
            catchThrowableOfType(
                    IOException.class, () -> Files.newInputStream(directory).read()),
        }) {
            assertThat(FileFailures.words(failure))
                    .isNotBlank()
                    .doesNotContain("java", "Exception", directory.toString());
        }
    }
}
