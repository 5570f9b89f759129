package dev.airelay.traffic.record;

import java.util.List;

/**
 * A header, or a query parameter.
 *
 * @param name as sent
 * @param value as sent; redacted in the log
 * @param credential whether it presents the relay token; its value is never logged
 */
public record HeaderField(String name, String value, boolean credential) {

    /** A header or parameter whose name and content alone decide whether it is redacted. */
    public HeaderField(String name, String value) {
        this(name, value, false);
    }

    static long approximateBytes(List<HeaderField> fields) {
        long bytes = 0;
        for (HeaderField field : fields) {
            bytes += 64L + field.name.length() + field.value.length();
        }
        return bytes;
    }
}
