import org.jspecify.annotations.NullMarked;

/** The upstream session: sign-in, storage and renewal. */
@NullMarked
module dev.airelay.auth {
    requires dev.airelay.base;
    requires transitive tools.jackson.databind;
    requires static transitive org.jspecify;

    exports dev.airelay.auth.issuer;
    exports dev.airelay.auth.keyring;
    exports dev.airelay.auth.login;
    exports dev.airelay.auth.session;
}
