package dev.airelay.transforms;

import dev.airelay.transforms.event.ByteSink;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Keeps what an encoder writes, write by write. */
public final class Recording implements ByteSink {

    private final List<String> writes = new ArrayList<>();

    /** Creates an empty recording. */
    public Recording() {}

    @Override
    public void write(byte[] bytes, int offset, int length) {
        writes.add(new String(bytes, offset, length, StandardCharsets.UTF_8));
    }

    /** Returns the writes in their order. */
    public List<String> writes() {
        return List.copyOf(writes);
    }

    /** Returns everything written. */
    public String text() {
        return String.join("", writes);
    }
}
