package dev.airelay.store.response;

import dev.airelay.store.frame.StoreException;
import dev.airelay.store.frame.StoreFailure;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/** The ids of responses in progress in this process. Safe for concurrent use. */
final class LiveResponses {
    private final Set<String> ids = ConcurrentHashMap.newKeySet();
    private final int max;
    private final Semaphore places;

    LiveResponses(int max) {
        this.max = max;
        this.places = new Semaphore(max);
    }

    void requireNot(String id) {
        if (contains(id)) {
            throw new StoreException(StoreFailure.DUPLICATE_ID, "the response '" + id + "' is still in progress");
        }
    }

    void add(String id) {
        if (!places.tryAcquire()) {
            throw new StoreException(
                    StoreFailure.TOO_MANY,
                    "at most " + max + " stored responses can be in progress at a time. Try again later");
        }
        ids.add(id);
    }

    void remove(String id) {
        if (ids.remove(id)) {
            places.release();
        }
    }

    boolean contains(String id) {
        return ids.contains(id);
    }
}
