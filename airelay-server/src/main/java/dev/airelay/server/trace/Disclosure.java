package dev.airelay.server.trace;

import dev.airelay.transforms.spi.Translation;
import java.util.List;

/**
 * What an answer discloses of how its request was adapted.
 *
 * @param ignored names of request members that were dropped
 * @param emulated names of request members that the relay honours itself
 */
public record Disclosure(List<String> ignored, List<String> emulated) {

    public static Disclosure of(Translation translation) {
        return new Disclosure(translation.ignoredParameters(), translation.emulatedParameters());
    }
}
