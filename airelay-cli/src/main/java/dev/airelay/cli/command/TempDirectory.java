package dev.airelay.cli.command;

import dev.airelay.base.FileFailures;
import dev.airelay.server.ExitStatus;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** A directory for one run, private to its owner and deleted with everything in it at the end. */
final class TempDirectory {
    private TempDirectory() {}

    /**
     * Creates a directory where the system keeps temporary files.
     *
     * @param resources deletes it when closed
     */
    static Path create(OpenResources resources) {
        try {
            Path directory = Files.createTempDirectory("airelay-demo-");
            resources.add(() -> delete(directory));
            return directory;
        } catch (IOException failed) {
            throw new CommandFailure(
                    ExitStatus.FAILURE, "Cannot create a temporary directory: " + FileFailures.words(failed), failed);
        }
    }

    private static void delete(Path directory) {
        try {
            Files.walkFileTree(directory, new Deletion());
        } catch (IOException failed) {
            throw new CommandFailure(
                    ExitStatus.FAILURE, "Cannot delete " + directory + ": " + FileFailures.words(failed), failed);
        }
    }

    private static final class Deletion extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failed) throws IOException {
            if (failed != null) {
                throw failed;
            }
            Files.delete(directory);
            return FileVisitResult.CONTINUE;
        }
    }
}
