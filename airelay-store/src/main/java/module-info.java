import org.jspecify.annotations.NullMarked;

/** Uploaded files, conversations and stored responses: on disk, crash-safe and bounded. */
@NullMarked
module dev.airelay.store {
    requires dev.airelay.base;
    requires transitive tools.jackson.databind;
    requires static transitive org.jspecify;

    exports dev.airelay.store;
    exports dev.airelay.store.conversation;
    exports dev.airelay.store.file;
    exports dev.airelay.store.frame;
    exports dev.airelay.store.response;
    exports dev.airelay.store.upload;
}
