package dev.airelay.server.http;

import java.util.Collection;
import java.util.stream.Collectors;

/** Names of the response headers that only AIRelay sends. All are listed in {@code docs/api.md}. */
public final class RelayHeaders {

    /** Parameters that had no effect. */
    public static final String IGNORED_PARAMETERS = "x-airelay-ignored-parameters";

    /** Parameters that AIRelay implements itself. */
    public static final String EMULATED = "x-airelay-emulated";

    /** The use of the plan. */
    public static final String LIMITS = "x-airelay-limits";

    /** The response repeats a plan limit that the upstream reported earlier. */
    public static final String CACHED_LIMIT = "x-airelay-cached-limit";

    /** Why the response could not be stored. */
    public static final String NOT_KEPT = "x-airelay-not-kept";

    /** Requests that images are stored as files. */
    public static final String STORE_IMAGES = "x-airelay-store-images";

    /** Whether the client's SDK should retry the request automatically. */
    public static final String SHOULD_RETRY = "x-should-retry";

    private static final int MAX_LISTED_NAMES = 32;

    private RelayHeaders() {}

    /** Lists names; long lists are truncated, because clients limit the size of a response head. */
    static String listed(Collection<String> names) {
        String listed = names.stream().limit(MAX_LISTED_NAMES).collect(Collectors.joining(", "));
        return names.size() <= MAX_LISTED_NAMES ? listed : listed + ", ...";
    }
}
