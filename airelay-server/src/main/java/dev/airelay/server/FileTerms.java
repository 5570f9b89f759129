package dev.airelay.server;

import dev.airelay.store.NewFile;
import dev.airelay.transforms.RequestRejected;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * On what terms a file is stored.
 *
 * @param purpose what it is for
 * @param expiresAfter how long it is kept; empty: until it is deleted
 */
record FileTerms(String purpose, Optional<Duration> expiresAfter) {

    private static final String PURPOSE = "purpose";
    private static final String EXPIRES_AFTER = "expires_after";
    private static final String ANCHOR = "anchor";
    private static final String SECONDS = "seconds";
    private static final String CREATED_AT = "created_at";
    private static final List<String> PURPOSES =
            List.of("assistants", "batch", "fine-tune", "vision", "user_data", "evals");
    private static final long MIN_SECONDS = 3_600;
    private static final long MAX_SECONDS = 2_592_000;

    private static final int MAX_NAME_CHARS = 1_024;
    private static final int MAX_TYPE_CHARS = 256;
    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,9}");
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");
    private static final Pattern MEDIA_TYPE =
            Pattern.compile("[!#$&^_.+A-Za-z0-9-]+/[!#$&^_.+A-Za-z0-9-]+( *;[\\x20-\\x7e]*)?");
    private static final String UNKNOWN_TYPE = "application/octet-stream";

    /**
     * Reads the terms out of a form.
     *
     * @throws RequestRejected when the purpose is missing or a field is wrong
     */
    static FileTerms of(Form form) {
        Map<String, String> fields = form.fields();
        String purpose = fields.get(PURPOSE);
        if (purpose == null) {
            throw Parameters.missing(PURPOSE);
        }
        String anchorName = EXPIRES_AFTER + "[" + ANCHOR + "]";
        String secondsName = EXPIRES_AFTER + "[" + SECONDS + "]";
        Optional<Duration> life = Optional.empty();
        if (fields.containsKey(anchorName) || fields.containsKey(secondsName)) {
            requireAnchor(anchorName, fields.getOrDefault(anchorName, CREATED_AT));
            String seconds = fields.get(secondsName);
            if (seconds == null) {
                throw Parameters.missing(secondsName);
            }
            life = Optional.of(lifetime(secondsName, seconds));
        }
        return new FileTerms(known(purpose), life);
    }

    /**
     * Reads the terms out of a JSON body.
     *
     * @throws RequestRejected when the purpose is missing or a member is wrong
     */
    static FileTerms of(Parameters body) {
        String purpose = known(body.text(PURPOSE));
        Optional<Duration> life = body.object(EXPIRES_AFTER).map(expiry -> {
            requireAnchor(EXPIRES_AFTER + "." + ANCHOR, expiry.text(ANCHOR));
            return Duration.ofSeconds(expiry.wholeNumber(SECONDS, MIN_SECONDS, MAX_SECONDS));
        });
        return new FileTerms(purpose, life);
    }

    private static String known(String purpose) {
        if (PURPOSES.contains(purpose)) {
            return purpose;
        }
        throw Parameters.invalid(
                PURPOSE, "expected one of " + String.join(", ", PURPOSES) + ", but got '" + Shown.of(purpose) + "'");
    }

    private static void requireAnchor(String name, String anchor) {
        if (!anchor.equals(CREATED_AT)) {
            throw Parameters.invalid(name, "expected " + CREATED_AT + ", but got '" + Shown.of(anchor) + "'");
        }
    }

    private static Duration lifetime(String name, String seconds) {
        if (DIGITS.matcher(seconds).matches()) {
            long number = Long.parseLong(seconds);
            if (number >= MIN_SECONDS && number <= MAX_SECONDS) {
                return Duration.ofSeconds(number);
            }
        }
        throw Parameters.invalid(
                name,
                "expected an integer from " + MIN_SECONDS + " to " + MAX_SECONDS + ", but got '" + Shown.of(seconds)
                        + "'");
    }

    /**
     * Returns the description of a file on these terms. Of a name that is a path only the last part counts, as RFC 7578
     * wants it; a type that cannot be one is taken for unknown.
     *
     * @throws RequestRejected when the name is too long
     */
    NewFile describe(String filename, String contentType) {
        String last = filename.substring(Math.max(filename.lastIndexOf('/'), filename.lastIndexOf('\\')) + 1);
        String name = CONTROL.matcher(last).replaceAll("_").strip();
        if (name.length() > MAX_NAME_CHARS) {
            throw Parameters.invalid("filename", "it has more than " + MAX_NAME_CHARS + " characters");
        }
        return new NewFile(name.isEmpty() ? "upload.bin" : name, purpose, safe(contentType), expiresAfter);
    }

    private static String safe(String contentType) {
        boolean sound = contentType.length() <= MAX_TYPE_CHARS
                && MEDIA_TYPE.matcher(contentType).matches();
        return sound ? contentType : UNKNOWN_TYPE;
    }
}
