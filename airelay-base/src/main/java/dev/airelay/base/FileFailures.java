package dev.airelay.base;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.ReadOnlyFileSystemException;
import java.util.Locale;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * Why file work failed, in words for the owner of the relay. The JDK often names only an exception type, and puts the path
 * where a message would be.
 */
public final class FileFailures {
    private static final String UNKNOWN = "the file system reported an error";

    private FileFailures() {}

    /**
     * Returns the reason as a clause that follows a colon, such as {@code permission denied}. It names no path, which the
     * caller knows, and no type.
     *
     * @param failure the exception of the file operation
     */
    public static String words(Exception failure) {
        if (failure instanceof UncheckedIOException unchecked && unchecked.getCause() != null) {
            return words(unchecked.getCause());
        }
        if (failure instanceof ReadOnlyFileSystemException) {
            return "the file system is read-only";
        }
        String known = failure instanceof FileSystemException named ? ofFileSystem(named) : ofStream(failure);
        return known == null ? UNKNOWN : known;
    }

    private static @Nullable String ofFileSystem(FileSystemException failure) {
        if (failure instanceof NoSuchFileException) {
            return "no such file";
        } else if (failure instanceof AccessDeniedException) {
            return "permission denied";
        } else if (failure instanceof FileAlreadyExistsException) {
            return "a file of that name exists already";
        } else if (failure instanceof DirectoryNotEmptyException) {
            return "the directory is not empty";
        } else if (failure instanceof NotDirectoryException) {
            return "it is not in a directory";
        } else if (failure instanceof AtomicMoveNotSupportedException) {
            return "the file system cannot replace a file in one step";
        }
        return system(failure.getReason());
    }

    private static @Nullable String ofStream(Exception failure) {
        if (failure instanceof FileNotFoundException) {
            return "no such file";
        } else if (failure instanceof CharacterCodingException) {
            return "it is not UTF-8 text";
        } else if (failure instanceof EOFException) {
            return "it ends too early";
        } else if (failure instanceof ZipException) {
            return "its compressed content is damaged";
        } else if (failure instanceof ClosedChannelException) {
            return "it was closed meanwhile";
        }
        // Only the operating system and our own code throw the plain type.
        return failure.getClass() == IOException.class ? system(failure.getMessage()) : null;
    }

    /**
     * Returns the message of the system or of our own code, such as "No space left on device", unless it may contain a path.
     */
    private static @Nullable String system(@Nullable String words) {
        if (words == null || words.isBlank() || words.indexOf('/') >= 0 || words.indexOf('\\') >= 0) {
            return null;
        }
        boolean abbreviated = words.length() > 1 && Character.isUpperCase(words.charAt(1));
        return abbreviated ? words : words.substring(0, 1).toLowerCase(Locale.ROOT) + words.substring(1);
    }
}
