import org.jspecify.annotations.NullMarked;

/** What several modules must do identically. Requires nothing but the trees of JSON. */
@NullMarked
module dev.airelay.base {
    requires static transitive org.jspecify;
    requires transitive tools.jackson.databind;

    exports dev.airelay.base;
}
