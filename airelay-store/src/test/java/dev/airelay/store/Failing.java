package dev.airelay.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.airelay.store.frame.StoreException;
import dev.airelay.store.frame.StoreFailure;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Expects a refusal of the store. */
public final class Failing {
    private Failing() {}

    /** The message of the refusal, which must be of this kind. */
    public static String with(StoreFailure failure, ThrowingCallable call) {
        StoreException refused = catchThrowableOfType(StoreException.class, call);
        assertThat(refused).as("a refusal").isNotNull();
        assertThat(refused.failure()).isEqualTo(failure);
        return String.valueOf(refused.getMessage());
    }
}
