import org.jspecify.annotations.NullMarked;

/** The airelay command. */
@NullMarked
@SuppressWarnings("requires-automatic")
module dev.airelay.cli {
    requires dev.airelay.base;
    requires dev.airelay.emulator;
    requires dev.airelay.server;
    requires info.picocli;
    requires io.netty.common;
    requires java.logging;
    requires org.snakeyaml.engine;
    requires org.tomlj;
    requires tools.jackson.core;
    requires tools.jackson.databind;
    requires static transitive org.jspecify;

    // picocli fills the fields of the commands by reflection.
    opens dev.airelay.cli.command to
            info.picocli;
    opens dev.airelay.cli.context to
            info.picocli;
}
