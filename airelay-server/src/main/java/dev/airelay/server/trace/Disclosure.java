package dev.airelay.server.trace;

import dev.airelay.transforms.spi.Translator.Translated;
import java.util.List;

/**
 * The adaptations of a request that its response discloses.
 *
 * @param ignored names of request members that were dropped
 * @param emulated names of request members that the relay implements itself
 */
public record Disclosure(List<String> ignored, List<String> emulated) {

    public static Disclosure of(Translated translated) {
        return new Disclosure(translated.ignoredParameters(), translated.emulatedParameters());
    }
}
