package dev.airelay.server.storage;

import dev.airelay.base.LogSafeText;
import dev.airelay.transforms.failure.RequestRejected;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What becomes of members and form fields that a storage route does not know: they have no effect and are named, or the
 * request is refused.
 *
 * @param strict true to refuse them
 */
record UnknownMembers(boolean strict) {

    private static final Pattern UNPRINTABLE = Pattern.compile("[^\\x21-\\x7e]|,");

    /**
     * Returns the names as they may stand in a header.
     *
     * @throws RequestRejected with 400 in strict mode when there is one
     */
    List<String> named(List<String> names) {
        List<String> shown = names.stream()
                .map(name -> UNPRINTABLE.matcher(LogSafeText.of(name)).replaceAll("?"))
                .toList();
        if (strict && !shown.isEmpty()) {
            String first = shown.get(0);
            throw RequestRejected.badRequest(first, "unknown_parameter", "Unknown parameter: '" + first + "'.");
        }
        return shown;
    }
}
