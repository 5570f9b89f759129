import org.jspecify.annotations.NullMarked;

/** Bearer check and admission. */
@NullMarked
module dev.airelay.security {
    requires static transitive org.jspecify;
}
