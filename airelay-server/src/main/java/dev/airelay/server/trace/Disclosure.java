package dev.airelay.server.trace;

import dev.airelay.transforms.spi.Translator.Translated;
import java.util.List;

/**
 * What an answer discloses of how its request was adapted.
 *
 * @param ignored names of request members that were dropped
 * @param emulated names of request members that the relay honours itself
 */
public record Disclosure(List<String> ignored, List<String> emulated) {

    public static Disclosure of(Translated translated) {
        return new Disclosure(translated.ignoredParameters(), translated.emulatedParameters());
    }
}
