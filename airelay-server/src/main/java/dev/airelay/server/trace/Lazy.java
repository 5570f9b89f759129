package dev.airelay.server.trace;

import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A value that is computed once, on first use, by any thread; its supplier is released then. Safe for concurrent use. */
public final class Lazy<T> implements Supplier<T> {
    private @Nullable Supplier<T> source;
    private @Nullable T value;

    public Lazy(Supplier<T> source) {
        this.source = source;
    }

    @Override
    public synchronized T get() {
        Supplier<T> unread = source;
        if (unread != null) {
            value = unread.get();
            source = null;
        }
        return Objects.requireNonNull(value);
    }
}
