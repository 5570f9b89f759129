package dev.airelay.server.storage;

import dev.airelay.base.LogSafeText;
import dev.airelay.transforms.failure.RequestRejected;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The handling of unknown members and form fields on storage routes: they are ignored and named, or the request is rejected.
 *
 * @param strict true to reject them
 */
record UnknownMembers(boolean strict) {

    private static final Pattern UNPRINTABLE = Pattern.compile("[^\\x21-\\x7e]|,");

    /**
     * Returns the names in a form that is valid in a header.
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
