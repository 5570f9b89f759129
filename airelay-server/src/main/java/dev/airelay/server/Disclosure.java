package dev.airelay.server;

import dev.airelay.transforms.Translation;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What an answer discloses of how its request was adapted.
 *
 * @param ignored names of request members that were dropped
 * @param emulated names of request members that the relay honours itself
 */
record Disclosure(List<String> ignored, List<String> emulated) {

    private static final int MAX_LISTED_NAMES = 32;

    /** Lists names; long lists are cut, because clients bound the size of a response head. */
    static String listed(Collection<String> names) {
        String listed = names.stream().limit(MAX_LISTED_NAMES).collect(Collectors.joining(", "));
        return names.size() <= MAX_LISTED_NAMES ? listed : listed + ", ...";
    }

    static Disclosure of(Translation translation) {
        return new Disclosure(translation.ignoredParameters(), translation.emulatedParameters());
    }
}
