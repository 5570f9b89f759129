package dev.airelay.base;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.AclEntry;
import java.nio.file.attribute.AclEntryPermission;
import java.nio.file.attribute.AclEntryType;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** How a file store restricts a file to its owner. Every call may access the file system. */
public enum OwnerOnly {
    /** Permission bits. */
    POSIX,
    /** An access list, as on Windows. */
    ACL,
    /** None, for example on FAT under Windows: the directory's own protection applies. */
    NONE;

    private static final Set<PosixFilePermission> DIRECTORY = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");

    /** Returns the method that works on the file store of this existing path. */
    public static OwnerOnly of(Path place) throws IOException {
        // Access lists depend on the volume; permission bits do not, and looking up the file store reads the mount
        // table.
        if (place.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return POSIX;
        }
        return Files.getFileStore(place).supportsFileAttributeView("acl") ? ACL : NONE;
    }

    /**
     * Returns the attributes to create a file with.
     *
     * @param place an existing path of the same file store
     */
    public static FileAttribute<?>[] file(Path place) throws IOException {
        return attributes(place, FILE);
    }

    /**
     * Returns the attributes to create a directory with.
     *
     * @param place an existing path of the same file store
     */
    public static FileAttribute<?>[] directory(Path place) throws IOException {
        return attributes(place, DIRECTORY);
    }

    private static FileAttribute<?>[] attributes(Path place, Set<PosixFilePermission> permissions) throws IOException {
        return switch (of(place)) {
            case POSIX -> new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)};
            case ACL -> new FileAttribute<?>[] {new OwnersAccessList(everythingForTheOwner(place.getFileSystem()))};
            case NONE -> new FileAttribute<?>[0];
        };
    }

    private static List<AclEntry> everythingForTheOwner(FileSystem system) throws IOException {
        // The directory may belong to a group of administrators; the file must belong to the user who runs this
        // process.
        UserPrincipal owner =
                system.getUserPrincipalLookupService().lookupPrincipalByName(System.getProperty("user.name"));
        return List.of(AclEntry.newBuilder()
                .setType(AclEntryType.ALLOW)
                .setPrincipal(owner)
                .setPermissions(EnumSet.allOf(AclEntryPermission.class))
                .build());
    }

    /** Returns whether permission bits let anyone but the owner read or write the path; false if nothing is there. */
    public static boolean openToOthers(Path path) throws IOException {
        return Files.exists(path) && of(path) == POSIX && !DIRECTORY.containsAll(Files.getPosixFilePermissions(path));
    }

    /**
     * Removes the permission bits of others from an existing path; an access list is not changed.
     *
     * @param links whether a symbolic link is followed; if not, it is left alone
     * @return whether others had any
     */
    public static boolean tighten(Path path, LinkOption... links) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(path, PosixFileAttributeView.class, links);
        if (view == null || (List.of(links).contains(LinkOption.NOFOLLOW_LINKS) && Files.isSymbolicLink(path))) {
            return false;
        }
        Set<PosixFilePermission> before = view.readAttributes().permissions();
        if (DIRECTORY.containsAll(before)) {
            return false;
        }
        Set<PosixFilePermission> after = new HashSet<>(before);
        after.retainAll(DIRECTORY);
        view.setPermissions(after);
        return true;
    }

    /** An access list given at creation. */
    private record OwnersAccessList(List<AclEntry> value) implements FileAttribute<List<AclEntry>> {
        @Override
        public String name() {
            return "acl:acl";
        }
    }
}
