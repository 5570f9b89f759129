package dev.airelay.server.storage;

import dev.airelay.server.form.PartHead;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A received form: its text fields, and the headers of its file. The file's content is elsewhere. */
final class Form {

    private final Map<String, String> fields = new LinkedHashMap<>();
    private @Nullable PartHead file;
    private @Nullable String unreadable;

    void put(String name, String value) {
        fields.putIfAbsent(name, value);
    }

    /** Records a field whose text cannot be decoded; it may be a file under an unexpected name. */
    void putUnreadable(String name) {
        unreadable = name;
    }

    /** Returns the name of a field whose text cannot be decoded, if there is one. */
    Optional<String> unreadable() {
        return Optional.ofNullable(unreadable);
    }

    void file(PartHead head) {
        file = head;
    }

    /** Returns the text fields in order; the first one of each name. */
    Map<String, String> fields() {
        return fields;
    }

    /** Returns the headers of the file; empty until it arrives. */
    Optional<PartHead> file() {
        return Optional.ofNullable(file);
    }
}
