package dev.airelay.server;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.jimfs.AttributeProvider;
import com.google.common.jimfs.File;
import com.google.common.jimfs.FileLookup;
import java.io.IOException;
import java.nio.file.attribute.AclEntry;
import java.nio.file.attribute.AclFileAttributeView;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.FileOwnerAttributeView;
import java.nio.file.attribute.UserPrincipal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The attribute view {@code acl} of a file system in memory. Unlike the library's own, it takes a list at creation, as Windows
 * does.
 */
final class AccessLists extends AttributeProvider {
    private static final String NAME = "acl";
    private static final String OWNER = "owner";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public ImmutableSet<String> inherits() {
        return ImmutableSet.of(OWNER);
    }

    @Override
    public ImmutableSet<String> fixedAttributes() {
        return ImmutableSet.of(NAME);
    }

    @Override
    public @Nullable Object get(File file, String attribute) {
        return attribute.equals(NAME) ? file.getAttribute(NAME, NAME) : null;
    }

    @Override
    public void set(File file, String view, String attribute, Object value, boolean create) {
        file.setAttribute(
                NAME, NAME, ((List<?>) value).stream().map(AclEntry.class::cast).toList());
    }

    @Override
    public Class<AclFileAttributeView> viewType() {
        return AclFileAttributeView.class;
    }

    @Override
    public AclFileAttributeView view(FileLookup lookup, ImmutableMap<String, FileAttributeView> inheritedViews) {
        return new View(lookup, (FileOwnerAttributeView) inheritedViews.get(OWNER));
    }

    private record View(FileLookup lookup, FileOwnerAttributeView owner) implements AclFileAttributeView {
        @Override
        public String name() {
            return NAME;
        }

        @Override
        public List<AclEntry> getAcl() throws IOException {
            List<?> list = (List<?>) lookup.lookup().getAttribute(NAME, NAME);
            return list == null
                    ? List.of()
                    : list.stream().map(AclEntry.class::cast).toList();
        }

        @Override
        public void setAcl(List<AclEntry> list) throws IOException {
            lookup.lookup().setAttribute(NAME, NAME, List.copyOf(list));
        }

        @Override
        public UserPrincipal getOwner() throws IOException {
            return owner.getOwner();
        }

        @Override
        public void setOwner(UserPrincipal principal) throws IOException {
            owner.setOwner(principal);
        }
    }
}
