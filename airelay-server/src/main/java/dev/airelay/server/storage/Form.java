package dev.airelay.server.storage;

import dev.airelay.server.form.PartHead;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A received form: its text fields, and what its file says of itself. The file's content is elsewhere. */
final class Form {

    private final Map<String, String> fields = new LinkedHashMap<>();
    private @Nullable PartHead file;
    private @Nullable String unreadable;

    void put(String name, String value) {
        fields.putIfAbsent(name, value);
    }

    /** Notes a field whose text cannot be read; it may be a file under another name than is expected. */
    void putUnreadable(String name) {
        unreadable = name;
    }

    /** Returns the name of a field whose text cannot be read, if there is one. */
    Optional<String> unreadable() {
        return Optional.ofNullable(unreadable);
    }

    void file(PartHead head) {
        file = head;
    }

    /** Returns the text fields in the order they came; of a name that came twice the first. */
    Map<String, String> fields() {
        return fields;
    }

    /** Returns what the file says of itself; empty while none has come. */
    Optional<PartHead> file() {
        return Optional.ofNullable(file);
    }
}
