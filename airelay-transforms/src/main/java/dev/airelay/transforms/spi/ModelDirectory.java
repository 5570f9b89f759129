package dev.airelay.transforms.spi;

import java.util.List;
import java.util.Optional;

/** Looks up the models that the upstream serves, by their exact names. Must not block. */
@FunctionalInterface
public interface ModelDirectory {

    /** Returns the known properties of the model; empty for one that the upstream does not list. */
    Optional<ModelTraits> find(String name);

    /** Returns the names of the models that clients may see, the preferred one first; empty if they are unknown. */
    default List<String> names() {
        return List.of();
    }

    /** Returns why the upstream does not serve the model to this relay, if its version is the reason; empty otherwise. */
    default Optional<VersionGap> versionGap(String name) {
        return Optional.empty();
    }

    /**
     * A model that is served to newer clients only.
     *
     * @param needed the oldest version that the upstream serves it to
     * @param reported the version that this relay reports
     */
    record VersionGap(String needed, String reported) {}

    /** Returns the directory of a relay that does not know the upstream's models: every name is sent unchanged. */
    static ModelDirectory unknown() {
        return name -> Optional.empty();
    }
}
