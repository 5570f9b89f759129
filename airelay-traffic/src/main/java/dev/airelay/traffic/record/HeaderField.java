package dev.airelay.traffic.record;

import java.util.List;

/**
 * A header, or a query parameter.
 *
 * @param name as sent
 * @param value as sent; redacted when it is logged
 */
public record HeaderField(String name, String value) {

    static long approximateBytes(List<HeaderField> fields) {
        long bytes = 0;
        for (HeaderField field : fields) {
            bytes += 64L + field.name.length() + field.value.length();
        }
        return bytes;
    }
}
