import org.jspecify.annotations.NullMarked;

/** Who may talk to the relay: the bearer check and the guard against foreign hosts and web pages. */
@NullMarked
module dev.airelay.security {
    requires static transitive org.jspecify;

    exports dev.airelay.security;
}
