import org.jspecify.annotations.NullMarked;

/** The ChatGPT session: credentials and their storage. */
@NullMarked
module dev.airelay.auth {
    requires tools.jackson.databind;
    requires static transitive org.jspecify;
}
