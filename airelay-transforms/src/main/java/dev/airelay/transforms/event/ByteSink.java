package dev.airelay.transforms.event;

/** Receives encoded bytes. The bytes are copied before the call returns. */
@FunctionalInterface
public interface ByteSink {

    /** Appends {@code length} bytes of {@code bytes} from {@code offset} on. */
    void write(byte[] bytes, int offset, int length);

    /** Appends all of {@code bytes}. */
    default void write(byte[] bytes) {
        write(bytes, 0, bytes.length);
    }
}
