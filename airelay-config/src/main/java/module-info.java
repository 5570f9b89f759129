import org.jspecify.annotations.NullMarked;

/** Loads file, environment and flags into one immutable {@link dev.airelay.config.RelayConfig}; manages the relay token. */
@NullMarked
@SuppressWarnings("requires-automatic")
module dev.airelay.config {
    requires dev.airelay.base;
    requires org.tomlj;
    requires static transitive org.jspecify;

    exports dev.airelay.config;
    exports dev.airelay.config.token;
}
