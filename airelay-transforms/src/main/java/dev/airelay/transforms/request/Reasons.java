package dev.airelay.transforms.request;

/** Reasons that the parameter tables of several dialects share. */
public final class Reasons {

    /** What becomes of most members of objects. */
    public static final String SENT = "Sent as it is.";

    /** What becomes of a reference to something stored. */
    public static final String STORED = "What the relay has stored under it takes its place.";

    /** What becomes of a reference to an uploaded file. */
    public static final String FILE = "The content of the uploaded file takes its place.";

    /** Why what came with an answer is not sent again. */
    public static final String SAID_WITH_ANSWER = "Came with an answer, and is not shown to the model again.";

    /** What becomes of the model. */
    public static final String MODEL =
            "Names the upstream model, or an alias of it, perhaps with a suffix for the effort.";

    /** What becomes of an effort. */
    public static final String EFFORT =
            "Sent as the reasoning effort, brought into the model's range where that is known.";

    /** How stop sequences are honoured. */
    public static final String STOP = "The relay ends the text before the first sequence and cancels the upstream.";

    /** How several choices are honoured. */
    public static final String CHOICES = "The relay makes one upstream call for each choice, up to a limit.";

    /** How streaming is chosen. */
    public static final String STREAM = "The upstream always streams; the relay gathers if no stream is wanted.";

    /** How usage comes in a stream. */
    public static final String INCLUDE_USAGE = "The relay ends the stream with a usage chunk.";

    /** What becomes of obfuscation. */
    public static final String OBFUSCATION = "The relay never adds obfuscation.";

    /** Why sampling parameters have no effect. */
    public static final String NO_SAMPLING = "The ChatGPT backend does not let clients control sampling.";

    /** Why token limits have no effect. */
    public static final String NO_OUTPUT_LIMIT = "The ChatGPT backend takes no output limit.";

    /** Why log probabilities cannot be had. */
    public static final String NO_LOGPROBS = "The ChatGPT backend reports no log probabilities.";

    /** Why there is no spoken answer. */
    public static final String TEXT_ALONE = "The ChatGPT backend answers with text only.";

    /** Why a predicted output has no effect. */
    public static final String NO_PREDICTION = "A hint for speed that the ChatGPT backend does not take.";

    /** Why replies cannot be kept. */
    public static final String NOT_STORED = "Nothing is stored upstream; leave it out or send false.";

    /** Why stored prompts cannot be used. */
    public static final String NO_STORED_PROMPTS =
            "Stored prompts belong to the OpenAI platform; send instructions and input.";

    /** What becomes of a service tier. */
    public static final String SERVICE_TIER =
            "The tiers fast and priority are sent as priority, others have no effect.";

    /** Why identifiers of end users go nowhere. */
    public static final String ONE_USER = "The relay serves one user; identifiers of end users are not sent upstream.";

    /** What becomes of a prompt cache key. */
    public static final String PROMPT_CACHE_KEY = "Selects the upstream session, and so its prompt cache.";

    /** Why ids and states of items and calls say nothing to the model. */
    public static final String NOT_KEPT_UPSTREAM =
            "The upstream keeps no items, and needs neither their ids nor their states.";

    /** Why cache settings have no effect. */
    public static final String OWN_CACHE_RULES = "The ChatGPT backend caches prompts by its own rules.";

    private Reasons() {}
}
