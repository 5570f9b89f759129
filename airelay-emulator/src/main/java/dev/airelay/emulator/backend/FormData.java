package dev.airelay.emulator.backend;

import dev.airelay.emulator.http.IncomingRequest;
import dev.airelay.emulator.http.Refusal;
import dev.airelay.emulator.http.RefusedException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A parsed {@code multipart/form-data} body. */
final class FormData {
    private static final Pattern TYPE =
            Pattern.compile("multipart/form-data;\\s*boundary=\"?([^\";]+)\"?", Pattern.CASE_INSENSITIVE);
    private static final Pattern NAME = Pattern.compile("(?i)content-disposition:[^\r\n]*?[; ]name=\"([^\"]*)\"");
    private static final Pattern FILENAME = Pattern.compile("(?i)content-disposition:[^\r\n]*?filename=\"([^\"]*)\"");
    private static final String BLANK_LINE = "\r\n\r\n";

    private final Map<String, Part> parts = new LinkedHashMap<>();

    /**
     * One field.
     *
     * @param filename of a file; empty for a text
     * @param content its bytes
     */
    @SuppressWarnings("ArrayRecordComponent") // Parts are not compared.
    record Part(String filename, byte[] content) {}

    private FormData() {}

    /**
     * Parses the body of a request.
     *
     * @throws RefusedException when it is not a form
     */
    static FormData of(IncomingRequest request) throws RefusedException {
        Matcher type = TYPE.matcher(request.header("content-type"));
        // A character for each byte, so that positions are the same in both.
        String body = new String(request.body(), StandardCharsets.ISO_8859_1);
        if (!type.matches() || !body.contains("--" + type.group(1) + "--")) {
            throw new RefusedException(Refusal.detail(422, "The body is not multipart/form-data"));
        }
        FormData form = new FormData();
        String border = "\r\n--" + type.group(1);
        String text = "\r\n" + body;
        int at = text.indexOf(border);
        for (int next = text.indexOf(border, at + 1); next >= 0; next = text.indexOf(border, at + 1)) {
            form.add(text.substring(at + border.length(), next));
            at = next;
        }
        return form;
    }

    private void add(String part) throws RefusedException {
        int blank = part.indexOf(BLANK_LINE);
        Matcher name = NAME.matcher(blank < 0 ? "" : part.substring(0, blank));
        if (!name.find()) {
            throw new RefusedException(Refusal.detail(422, "A part of the form has no name"));
        }
        Matcher filename = FILENAME.matcher(part.substring(0, blank));
        byte[] content = part.substring(blank + BLANK_LINE.length()).getBytes(StandardCharsets.ISO_8859_1);
        parts.put(utf8(name.group(1)), new Part(filename.find() ? utf8(filename.group(1)) : "", content));
    }

    private static String utf8(String bytes) {
        return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    /** The names of the fields. */
    Set<String> names() {
        return parts.keySet();
    }

    /** The field of that name. */
    Optional<Part> part(String name) {
        return Optional.ofNullable(parts.get(name));
    }

    /** The text of a field. */
    Optional<String> text(String name) {
        return part(name).map(part -> new String(part.content(), StandardCharsets.UTF_8));
    }
}
