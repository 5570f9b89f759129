import org.jspecify.annotations.NullMarked;

/** A relay with one more dialect: an invented API. */
@NullMarked
module dev.airelay.example {
    requires transitive dev.airelay.server;
    requires transitive dev.airelay.transforms;
    requires static org.jspecify;

    exports dev.airelay.example;
}
