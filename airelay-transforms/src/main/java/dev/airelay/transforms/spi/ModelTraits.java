package dev.airelay.transforms.spi;

import java.util.List;
import java.util.Optional;

/**
 * The properties of a model that translations need.
 *
 * @param name the upstream's name
 * @param efforts the reasoning efforts that it accepts; empty if unknown
 * @param defaultEffort the effort to request if the client names none
 * @param priorityTier false if the model is known to have no priority tier
 */
public record ModelTraits(String name, List<String> efforts, Optional<String> defaultEffort, boolean priorityTier) {

    /** Copies the efforts. */
    public ModelTraits {
        efforts = List.copyOf(efforts);
    }
}
