package dev.airelay.base;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.AclEntry;
import java.nio.file.attribute.AclEntryPermission;
import java.nio.file.attribute.AclEntryType;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** How a file store is told that a file is its owner's alone. */
public enum OwnerOnly {
    /** Permission bits. */
    POSIX,
    /** An access list, as on Windows. */
    ACL,
    /** Not at all, for example on FAT: the directory's own protection applies. */
    NONE;

    private static final Set<PosixFilePermission> DIRECTORY = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");

    /** The way of the file store that holds this existing path. */
    public static OwnerOnly of(Path place) throws IOException {
        FileStore store = Files.getFileStore(place);
        if (store.supportsFileAttributeView("posix")) {
            return POSIX;
        }
        return store.supportsFileAttributeView("acl") ? ACL : NONE;
    }

    /** What to create a file with. */
    public FileAttribute<?>[] file() throws IOException {
        return attributes(FILE);
    }

    /** What to create a directory with. */
    FileAttribute<?>[] directory() throws IOException {
        return attributes(DIRECTORY);
    }

    private FileAttribute<?>[] attributes(Set<PosixFilePermission> permissions) throws IOException {
        return switch (this) {
            case POSIX -> new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)};
            case ACL -> new FileAttribute<?>[] {new OwnersAccessList(everythingForTheOwner())};
            case NONE -> new FileAttribute<?>[0];
        };
    }

    private static List<AclEntry> everythingForTheOwner() throws IOException {
        // The directory's owner may be a group of administrators; the file is for the one who runs this process.
        UserPrincipal owner = FileSystems.getDefault()
                .getUserPrincipalLookupService()
                .lookupPrincipalByName(System.getProperty("user.name"));
        return List.of(AclEntry.newBuilder()
                .setType(AclEntryType.ALLOW)
                .setPrincipal(owner)
                .setPermissions(EnumSet.allOf(AclEntryPermission.class))
                .build());
    }

    /** Whether others than the owner may read or write the path; false where that cannot be told or nothing is there. */
    public static boolean openToOthers(Path path) {
        try {
            return Files.exists(path)
                    && of(path) == POSIX
                    && !DIRECTORY.containsAll(Files.getPosixFilePermissions(path));
        } catch (IOException cannotBeTold) {
            return false;
        }
    }

    /** An access list given at creation. */
    private record OwnersAccessList(List<AclEntry> value) implements FileAttribute<List<AclEntry>> {
        @Override
        public String name() {
            return "acl:acl";
        }
    }
}
