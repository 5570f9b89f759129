package dev.airelay.config;

import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Text that a pattern matches from its beginning to its end. */
record WholeMatch(Pattern form) implements Predicate<String> {

    @Override
    public boolean test(String text) {
        return form.matcher(text).matches();
    }
}
