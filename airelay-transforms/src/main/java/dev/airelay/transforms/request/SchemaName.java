package dev.airelay.transforms.request;

import java.util.regex.Pattern;

/** Checks the names of output schemas against the upstream's rule. */
public final class SchemaName {

    private static final Pattern LEGAL = Pattern.compile("[a-zA-Z0-9_-]{1,64}");

    private SchemaName() {}

    /** Returns the name, which must be valid. */
    public static String checked(Value name) {
        String text = name.text();
        if (!LEGAL.matcher(text).matches()) {
            throw Rejections.invalid(
                    name.at(),
                    "'" + Rejections.shown(text)
                            + "' is not a valid name. Expected 1 to 64 characters that match the"
                            + " pattern '^[a-zA-Z0-9_-]+$'.");
        }
        return text;
    }
}
