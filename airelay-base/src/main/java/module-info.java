import org.jspecify.annotations.NullMarked;

/** What several modules must do identically. Requires nothing but the JDK's base. */
@NullMarked
module dev.airelay.base {
    requires static transitive org.jspecify;

    exports dev.airelay.base;
}
