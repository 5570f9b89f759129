import org.jspecify.annotations.NullMarked;

/** The traffic log: redacted records of the relay's traffic in hourly JSONL files, and its reader. */
@NullMarked
module dev.airelay.traffic {
    requires dev.airelay.base;
    requires dev.airelay.transforms;
    requires static transitive org.jspecify;
    requires transitive tools.jackson.databind;

    exports dev.airelay.traffic.read;
    exports dev.airelay.traffic.record;
    exports dev.airelay.traffic.redact;
    exports dev.airelay.traffic.write;
}
