package dev.airelay.transforms.json;

import java.nio.charset.StandardCharsets;

/** A member's name in the form that it has in JSON text. */
public final class JsonName {

    private final String name;
    private final byte[] bytes;
    private final byte[] prefix;

    /** Creates a name; it must need no escapes. */
    public JsonName(String name) {
        this.name = name;
        this.bytes = name.getBytes(StandardCharsets.US_ASCII);
        this.prefix = new JsonBuffer().quoted(JsonText.of(name)).raw(':').toArray();
    }

    /** Returns the name as text. */
    public String text() {
        return name;
    }

    /** Returns the quoted name and the colon behind it. Must not be changed. */
    byte[] prefix() {
        return prefix;
    }

    boolean matches(byte[] json, int from, int to) {
        if (to - from != bytes.length) {
            return false;
        }
        for (int i = 0; i < bytes.length; i++) {
            if (json[from + i] != bytes[i]) {
                return false;
            }
        }
        return true;
    }
}
