import org.jspecify.annotations.NullMarked;

/** The airelay command. */
@NullMarked
module dev.airelay.cli {
    requires dev.airelay.base;
    requires dev.airelay.emulator;
    requires dev.airelay.server;
    requires info.picocli;
    requires tools.jackson.databind;
    requires static transitive org.jspecify;

    // picocli fills the fields of the commands by reflection.
    opens dev.airelay.cli.command to
            info.picocli;
}
