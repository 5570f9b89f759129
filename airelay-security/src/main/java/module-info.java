import org.jspecify.annotations.NullMarked;

/**
 * Decides who may call the relay, and how often: the bearer check, admission by address, and the guards against foreign
 * hosts, web pages and networks.
 */
@NullMarked
module dev.airelay.security {
    requires dev.airelay.base;
    requires static transitive org.jspecify;
    requires com.github.benmanes.caffeine;

    exports dev.airelay.security;
}
