package dev.airelay.transforms.spi;

import java.util.List;
import java.util.Optional;

/** Looks up the models that the upstream serves, by their exact names. Must not block. */
@FunctionalInterface
public interface ModelDirectory {

    /** Returns what is known of the model; empty for one that the upstream does not list. */
    Optional<ModelTraits> find(String name);

    /** Returns the names of the models that a client may be told of, the preferred first; empty when they are not known. */
    default List<String> names() {
        return List.of();
    }

    /** Returns the directory of a relay that does not know the upstream's models: every name is sent as it is. */
    static ModelDirectory unknown() {
        return name -> Optional.empty();
    }
}
