package dev.airelay.transforms.json;

import java.nio.charset.StandardCharsets;

/** A member's name in the form that it has in JSON text. */
public final class JsonName {

    private final String name;
    /** The name between its quotes. Must not be changed. */
    final byte[] bytes;
    /** The quoted name and the colon after it. Must not be changed. */
    final byte[] prefix;

    /** Creates a name; it must not be empty, and need no escapes. */
    public JsonName(String name) {
        this.name = name;
        this.bytes = name.getBytes(StandardCharsets.US_ASCII);
        this.prefix = new JsonBuffer().quoted(JsonText.of(name)).raw(':').toArray();
    }

    /** Returns the name as text. */
    public String text() {
        return name;
    }
}
