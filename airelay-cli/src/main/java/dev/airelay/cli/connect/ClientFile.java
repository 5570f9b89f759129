package dev.airelay.cli.connect;

import dev.airelay.base.OwnerOnly;
import dev.airelay.base.PrivateFiles;
import dev.airelay.base.RegularFiles;
import dev.airelay.base.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.AclFileAttributeView;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.Optional;
import java.util.Set;

/**
 * A client's file as it was read. It is written again in one step, with the permissions that it had, and only if nobody has
 * changed it meanwhile. A symbolic link stays one: its target is written.
 *
 * @param path as the client names it
 * @param target the file itself
 * @param content empty if there is no file
 */
public record ClientFile(Path path, Path target, Optional<String> content) {
    private static final int MAX_BYTES = 2 * 1024 * 1024;

    /**
     * Reads a file, or notes that there is none.
     *
     * @throws UneditableException when the file is not one that AIRelay may write
     */
    public static ClientFile read(Path path) throws IOException {
        if (!Files.exists(path)) {
            if (Files.isSymbolicLink(path)) {
                throw new UneditableException(
                        "it is a symbolic link to a file that does not exist; repair the link", null);
            }
            return new ClientFile(path, path, Optional.empty());
        }
        return new ClientFile(path, path.toRealPath(), Optional.of(text(path)));
    }

    private static String text(Path path) throws IOException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(RegularFiles.read(path, MAX_BYTES)))
                    .toString();
        } catch (CharacterCodingException other) {
            throw new UneditableException("it is not UTF-8 text", other);
        }
    }

    /** Returns the text; empty if there is no file. */
    public String text() {
        return content.orElse("");
    }

    /** Returns the SHA-256 of a text, in hexadecimal digits. */
    static String hash(String text) {
        return Sha256.hex(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Writes a text in place of the one that was read. When this returns, it is on the disk.
     *
     * @throws UneditableException when the file has changed since it was read, is read-only, or belongs to somebody else
     */
    public void write(String text) throws IOException {
        requireWritable();
        Path directory = PrivateFiles.createDirectory(target);
        Path complete =
                Files.createTempFile(directory, "." + target.getFileName() + ".", ".tmp", OwnerOnly.file(directory));
        try {
            try (FileChannel channel = RegularFiles.open(complete, Set.of(StandardOpenOption.WRITE))) {
                ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            if (content.isPresent()) {
                copyProtection(complete);
            }
            requireUnchanged();
            Files.move(complete, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(complete);
        }
        PrivateFiles.syncDirectory(target);
    }

    /** Deletes the file, as it was before AIRelay created it. */
    public void delete() throws IOException {
        requireUnchanged();
        Files.deleteIfExists(target);
        PrivateFiles.syncDirectory(target);
    }

    private void requireWritable() {
        if (content.isPresent() && !Files.isWritable(target)) {
            throw new UneditableException(
                    "it is read-only; make it writable, or enter the values where it is made", null);
        }
    }

    private void requireUnchanged() throws IOException {
        if (!read(path).content().equals(content)) {
            throw new UneditableException("another program has just changed it; try again", null);
        }
    }

    private void copyProtection(Path copy) throws IOException {
        if (!Files.getOwner(target, LinkOption.NOFOLLOW_LINKS).equals(Files.getOwner(copy))) {
            throw new UneditableException(
                    "it belongs to " + Files.getOwner(target).getName() + "; run the command as that user", null);
        }
        PosixFileAttributeView permissions = Files.getFileAttributeView(copy, PosixFileAttributeView.class);
        if (permissions != null) {
            permissions.setPermissions(Files.getPosixFilePermissions(target));
            return;
        }
        AclFileAttributeView list = Files.getFileAttributeView(copy, AclFileAttributeView.class);
        if (list != null) {
            list.setAcl(Files.getFileAttributeView(target, AclFileAttributeView.class)
                    .getAcl());
        }
    }
}
