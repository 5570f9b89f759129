package dev.airelay.transforms.json;

/** Repairs valid JSON text that cannot be forwarded unchanged. */
public final class JsonRepair {

    private static final byte[] REPLACEMENT = {'\\', 'u', 'f', 'f', 'f', 'd'};

    private JsonRepair() {}

    /** Returns the text without line breaks between its tokens. */
    public static byte[] onOneLine(byte[] json) {
        JsonBuffer line = new JsonBuffer();
        int from = 0;
        for (int i = 0; i < json.length; i++) {
            // Inside strings both are escaped, so that these bytes are always whitespace.
            if (json[i] == '\n' || json[i] == '\r') {
                line.raw(json, from, i);
                from = i + 1;
            }
        }
        return line.raw(json, from, json.length).toArray();
    }

    /** Returns the text with every unpaired escaped surrogate replaced by U+FFFD; all offsets stay the same. */
    public static byte[] paired(byte[] json) {
        byte[] repaired = json.clone();
        int i = 0;
        while (i < repaired.length) {
            if (repaired[i] != '\\') {
                i++;
                continue;
            }
            int unit = Escapes.unit(repaired, i, repaired.length);
            if (unit < 0) {
                i += 2;
                continue;
            }
            int next = Escapes.unit(repaired, i + Escapes.UNICODE_LENGTH, repaired.length);
            boolean pair = next >= 0 && Character.isSurrogatePair((char) unit, (char) next);
            if (!pair && Character.isSurrogate((char) unit)) {
                System.arraycopy(REPLACEMENT, 0, repaired, i, REPLACEMENT.length);
            }
            i += pair ? 2 * Escapes.UNICODE_LENGTH : Escapes.UNICODE_LENGTH;
        }
        return repaired;
    }
}
