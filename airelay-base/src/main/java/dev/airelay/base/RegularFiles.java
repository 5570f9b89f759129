package dev.airelay.base;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.util.Arrays;
import java.util.Set;

/**
 * Opens regular files only. Opening a named pipe blocks until its other end is opened, and reading a terminal or another
 * device blocks until it has data, so neither is ever opened. Symbolic links are followed. Every call blocks on the disk.
 *
 * <p>The kind is checked just before the file is opened. Anyone who may write to its directory could replace it in between;
 * the relay's files are in directories that belong to their owner.
 */
public final class RegularFiles {
    /** Java keeps a direct buffer of the largest size read for each thread. */
    private static final int PIECE = 8 * 1024;
    /** For the first bytes of a file that reports no size, and for the end of the others. */
    private static final int BEYOND = 512;
    /** The bits of a Unix mode that hold the kind of a file, and their values. */
    private static final int KIND = 0170000;

    private static final int PIPE = 0010000;
    private static final int CHARACTER_DEVICE = 0020000;
    private static final int BLOCK_DEVICE = 0060000;
    private static final int SOCKET = 0140000;

    private RegularFiles() {}

    /**
     * Returns the whole content of a file.
     *
     * @param maxBytes more are not read
     * @throws UnfitFileException when it is not a regular file, or has more bytes
     * @throws NoSuchFileException when there is none
     */
    public static byte[] read(Path file, int maxBytes) throws IOException {
        try (InputStream in = newInputStream(file)) {
            // The size is only a hint: files in /proc report none, and any file may grow or shrink meanwhile.
            byte[] content = new byte[(int) Math.min(Files.size(file), maxBytes)];
            byte[] beyond = new byte[BEYOND];
            int length = 0;
            while (true) {
                boolean full = length == content.length;
                int read = full ? in.read(beyond) : in.read(content, length, Math.min(PIECE, content.length - length));
                if (read < 0) {
                    return full ? content : Arrays.copyOf(content, length);
                }
                if (read > maxBytes - length) {
                    throw UnfitFileException.tooLarge(file, maxBytes);
                }
                if (full) {
                    content = Arrays.copyOf(content, (int) Math.min(2L * length + read, maxBytes));
                    System.arraycopy(beyond, 0, content, length, read);
                }
                length += read;
            }
        }
    }

    /**
     * Opens a file for reading as a stream, which the caller closes. Interrupting its reader does not close it.
     *
     * @throws UnfitFileException when it is not a regular file
     * @throws NoSuchFileException when there is none
     */
    public static InputStream newInputStream(Path file) throws IOException {
        requireRegular(file);
        return Files.newInputStream(file);
    }

    /**
     * Opens a file, or creates it if the options say so. The caller closes the channel.
     *
     * @param options as for {@link FileChannel#open(Path, Set, FileAttribute[])}
     * @param attributes of a file that is created
     * @throws UnfitFileException when there is something of this name that is not a regular file
     */
    public static FileChannel open(Path file, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
            throws IOException {
        LinkOption[] links = options.contains(LinkOption.NOFOLLOW_LINKS)
                ? new LinkOption[] {LinkOption.NOFOLLOW_LINKS}
                : new LinkOption[0];
        requireRegular(file, links);
        return FileChannel.open(file, options, attributes);
    }

    /**
     * Makes changed names in a directory survive a power failure. Not for Windows, where directories cannot be opened.
     *
     * @param directory on a file store with POSIX permissions
     */
    public static void forceDirectory(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static void requireRegular(Path file, LinkOption... links) throws IOException {
        BasicFileAttributes found;
        try {
            found = Files.readAttributes(file, BasicFileAttributes.class, links);
        } catch (NoSuchFileException missing) {
            // Whether that is an error depends on the options.
            return;
        }
        if (!found.isRegularFile()) {
            throw UnfitFileException.kind(file, kind(file, found, links));
        }
    }

    private static String kind(Path file, BasicFileAttributes found, LinkOption... links) throws IOException {
        if (found.isDirectory()) {
            return "a directory";
        }
        if (found.isSymbolicLink()) {
            return "a symbolic link";
        }
        if (!file.getFileSystem().supportedFileAttributeViews().contains("unix")) {
            return "a device";
        }
        return switch ((Integer) Files.getAttribute(file, "unix:mode", links) & KIND) {
            case PIPE -> "a named pipe";
            case CHARACTER_DEVICE, BLOCK_DEVICE -> "a device";
            case SOCKET -> "a socket";
            default -> "of an unknown kind";
        };
    }
}
