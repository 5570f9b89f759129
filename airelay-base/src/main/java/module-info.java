import org.jspecify.annotations.NullMarked;

/** Code that several modules share. Requires only the JSON tree model. */
@NullMarked
module dev.airelay.base {
    requires static transitive org.jspecify;
    requires transitive tools.jackson.databind;

    exports dev.airelay.base;
}
