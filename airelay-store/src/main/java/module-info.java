import org.jspecify.annotations.NullMarked;

/** Uploaded files, conversations and kept responses: on disk, crash-safe and bounded. */
@NullMarked
module dev.airelay.store {
    requires dev.airelay.base;
    requires tools.jackson.databind;
    requires static transitive org.jspecify;

    exports dev.airelay.store;
}
