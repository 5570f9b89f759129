package dev.airelay.transforms.spi;

import java.util.List;
import java.util.Optional;

/**
 * What translations need to know of a model.
 *
 * @param name the upstream's name
 * @param efforts the reasoning efforts that it takes; empty when unknown
 * @param defaultEffort the effort to ask for when the client names none
 * @param priorityTier false when it is known that the model has no priority tier
 */
public record ModelTraits(String name, List<String> efforts, Optional<String> defaultEffort, boolean priorityTier) {

    /** Copies the efforts. */
    public ModelTraits {
        efforts = List.copyOf(efforts);
    }
}
