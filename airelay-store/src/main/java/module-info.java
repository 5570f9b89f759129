import org.jspecify.annotations.NullMarked;

/** Uploaded files, conversations and kept responses. */
@NullMarked
module dev.airelay.store {
    requires static transitive org.jspecify;
}
