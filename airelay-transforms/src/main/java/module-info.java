import org.jspecify.annotations.NullMarked;

/** Client dialects to and from upstream Responses: pure functions and state machines. */
@NullMarked
module dev.airelay.transforms {
    requires transitive tools.jackson.databind;
    requires static org.jspecify;
}
