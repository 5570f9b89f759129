package dev.airelay.server;

/** Names of the response headers that only AIRelay sends. All are listed in {@code docs/api.md}. */
final class RelayHeaders {

    /** Parameters that had no effect. */
    static final String IGNORED_PARAMETERS = "x-airelay-ignored-parameters";

    /** Parameters that AIRelay implements itself. */
    static final String EMULATED = "x-airelay-emulated";

    /** How far the plan is used up. */
    static final String LIMITS = "x-airelay-limits";

    /** The response repeats a plan limit that the upstream reported earlier. */
    static final String CACHED_LIMIT = "x-airelay-cached-limit";

    /** Why the response could not be stored. */
    static final String NOT_KEPT = "x-airelay-not-kept";

    private RelayHeaders() {}
}
