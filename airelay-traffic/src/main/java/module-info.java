import org.jspecify.annotations.NullMarked;

/** Redacted JSONL traffic log. */
@NullMarked
module dev.airelay.traffic {
    requires static transitive org.jspecify;
}
