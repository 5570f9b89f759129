package dev.airelay.server.storage;

import dev.airelay.base.LogSafeText;
import dev.airelay.server.http.JsonBody;
import dev.airelay.server.http.Parameters;
import dev.airelay.store.file.NewFile;
import dev.airelay.transforms.failure.RequestRejected;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ObjectNode;

/**
 * The metadata of a new file.
 *
 * @param purpose its purpose
 * @param expiresAfter its lifetime; empty: until it is deleted
 */
record FileMetadata(String purpose, Optional<Duration> expiresAfter) {

    private static final String PURPOSE = "purpose";
    private static final String EXPIRES_AFTER = "expires_after";
    private static final String ANCHOR = "anchor";
    private static final String SECONDS = "seconds";
    private static final String CREATED_AT = "created_at";
    private static final String ANCHOR_FIELD = EXPIRES_AFTER + "[" + ANCHOR + "]";
    private static final String SECONDS_FIELD = EXPIRES_AFTER + "[" + SECONDS + "]";
    private static final List<String> EXPIRY_FIELDS = List.of(EXPIRES_AFTER, ANCHOR_FIELD, SECONDS_FIELD);
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
     * Reads the metadata from a form.
     *
     * @throws RequestRejected when the purpose is missing or a field is wrong
     */
    static FileMetadata of(Form form, JsonBody bodies) {
        Map<String, String> fields = form.fields();
        String purpose = fields.get(PURPOSE);
        if (purpose == null) {
            throw Parameters.missing(PURPOSE);
        }
        return new FileMetadata(known(purpose), life(fields, bodies));
    }

    /** SDKs send an object's members as bracketed fields; other clients send the object as one JSON field. */
    private static Optional<Duration> life(Map<String, String> fields, JsonBody bodies) {
        for (String name : fields.keySet()) {
            if (name.startsWith(EXPIRES_AFTER) && !EXPIRY_FIELDS.contains(name)) {
                throw RequestRejected.badRequest(
                        name,
                        "unknown_parameter",
                        "Unknown parameter: '" + LogSafeText.of(name) + "'. To set when a file expires, send "
                                + EXPIRES_AFTER + ", or " + ANCHOR_FIELD + " and " + SECONDS_FIELD + ".");
            }
        }
        String json = fields.get(EXPIRES_AFTER);
        boolean bracketed = fields.containsKey(ANCHOR_FIELD) || fields.containsKey(SECONDS_FIELD);
        if (json != null && bracketed) {
            throw Parameters.invalid(
                    EXPIRES_AFTER, "it is given both as JSON and as bracketed fields; send only one of them");
        }
        if (json != null) {
            return life(new Parameters(object(json, bodies)));
        }
        if (!bracketed) {
            return Optional.empty();
        }
        requireAnchor(ANCHOR_FIELD, fields.getOrDefault(ANCHOR_FIELD, CREATED_AT));
        String seconds = fields.get(SECONDS_FIELD);
        if (seconds == null) {
            throw Parameters.missing(SECONDS_FIELD);
        }
        return Optional.of(lifetime(SECONDS_FIELD, seconds));
    }

    /** Returns a body that contains the field's object as the JSON body of an upload does. */
    private static ObjectNode object(String json, JsonBody bodies) {
        try {
            ObjectNode expiry = bodies.read(json.getBytes(StandardCharsets.UTF_8));
            ObjectNode body = expiry.objectNode();
            body.set(EXPIRES_AFTER, expiry);
            return body;
        } catch (RequestRejected malformed) {
            throw Parameters.invalid(
                    EXPIRES_AFTER,
                    "expected a JSON object such as {\"anchor\": \"created_at\", \"seconds\": 86400}, but got '"
                            + LogSafeText.of(json) + "'");
        }
    }

    /**
     * Reads the metadata from a JSON body.
     *
     * @throws RequestRejected when the purpose is missing or a member is wrong
     */
    static FileMetadata of(Parameters body) {
        return new FileMetadata(known(body.text(PURPOSE)), life(body));
    }

    /** Returns the names of a form's fields, and of members of a JSON field, that are not file metadata. */
    static List<String> unknown(Form form, JsonBody bodies) {
        List<String> names = new ArrayList<>();
        form.fields().keySet().stream()
                .filter(name -> !name.equals(PURPOSE) && !EXPIRY_FIELDS.contains(name))
                .forEach(names::add);
        String json = form.fields().get(EXPIRES_AFTER);
        if (json != null) {
            Parameters terms = new Parameters(object(json, bodies));
            life(terms);
            names.addAll(terms.unread());
        }
        return names;
    }

    private static Optional<Duration> life(Parameters body) {
        return body.object(EXPIRES_AFTER).map(expiry -> {
            requireAnchor(EXPIRES_AFTER + "." + ANCHOR, expiry.text(ANCHOR));
            return Duration.ofSeconds(expiry.wholeNumber(SECONDS, MIN_SECONDS, MAX_SECONDS));
        });
    }

    private static String known(String purpose) {
        if (PURPOSES.contains(purpose)) {
            return purpose;
        }
        throw Parameters.invalid(
                PURPOSE,
                "expected one of " + String.join(", ", PURPOSES) + ", but got '" + LogSafeText.of(purpose) + "'");
    }

    private static void requireAnchor(String name, String anchor) {
        if (!anchor.equals(CREATED_AT)) {
            throw Parameters.invalid(name, "expected " + CREATED_AT + ", but got '" + LogSafeText.of(anchor) + "'");
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
                "expected an integer from " + MIN_SECONDS + " to " + MAX_SECONDS + ", but got '"
                        + LogSafeText.of(seconds) + "'");
    }

    /**
     * Returns the description of a file with this metadata. Only the last part of a path counts as the name, as RFC 7578
     * requires; an invalid type counts as unknown.
     *
     * @throws RequestRejected when the name is too long
     */
    NewFile describe(String filename, String contentType) {
        String last = filename.substring(Math.max(filename.lastIndexOf('/'), filename.lastIndexOf('\\')) + 1);
        String name = CONTROL.matcher(last).replaceAll("_").strip();
        if (name.length() > MAX_NAME_CHARS) {
            throw Parameters.invalid("filename", "it is longer than " + MAX_NAME_CHARS + " characters");
        }
        return new NewFile(name.isEmpty() ? "upload.bin" : name, purpose, safe(contentType), expiresAfter);
    }

    private static String safe(String contentType) {
        boolean sound = contentType.length() <= MAX_TYPE_CHARS
                && MEDIA_TYPE.matcher(contentType).matches();
        return sound ? contentType : UNKNOWN_TYPE;
    }
}
