package dev.airelay.transforms.request;

/** Reasons that the parameter tables of several dialects share. */
public final class Reasons {

    /** Why sampling parameters have no effect. */
    public static final String NO_SAMPLING = "The ChatGPT backend does not let clients control sampling.";

    /** Why token limits have no effect. */
    public static final String NO_OUTPUT_LIMIT = "The ChatGPT backend takes no output limit.";

    /** Why log probabilities cannot be had. */
    public static final String NO_LOGPROBS = "The ChatGPT backend reports no log probabilities.";

    /** Why replies cannot be kept. */
    public static final String NOT_STORED = "Nothing is stored upstream; leave it out or send false.";

    /** What becomes of a service tier. */
    public static final String SERVICE_TIER =
            "The tiers fast and priority are sent as priority, others have no effect.";

    /** Why identifiers of end users go nowhere. */
    public static final String ONE_USER = "The relay serves one user; identifiers of end users are not sent upstream.";

    /** What becomes of a prompt cache key. */
    public static final String PROMPT_CACHE_KEY = "Selects the upstream session, and so its prompt cache.";

    /** Why cache settings have no effect. */
    public static final String OWN_CACHE_RULES = "The ChatGPT backend caches prompts by its own rules.";

    private Reasons() {}
}
