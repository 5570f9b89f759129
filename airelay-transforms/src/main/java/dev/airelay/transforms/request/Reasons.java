package dev.airelay.transforms.request;

/** Reasons that the parameter tables of several dialects share. */
public final class Reasons {

    /** The handling of most members of objects. */
    public static final String SENT = "Sent unchanged.";

    /** The handling of a reference to a stored object. */
    public static final String STORED = "Replaced by what the relay has stored under this id.";

    /** The handling of a reference to an uploaded file. */
    public static final String FILE = "Replaced by the content of the uploaded file.";

    /** Why a part of an earlier response is not sent again. */
    public static final String SAID_WITH_ANSWER = "Part of an earlier response; not sent to the model again.";

    /** The handling of the model. */
    public static final String MODEL =
            "Names the upstream model or an alias for it, optionally with a suffix for the reasoning effort.";

    /** The handling of an effort. */
    public static final String EFFORT =
            "Sent as the reasoning effort, adjusted to what the model supports if that is known.";

    /** How stop sequences are implemented. */
    public static final String STOP =
            "The relay ends the text before the first stop sequence and cancels the upstream call.";

    /** How several choices are implemented. */
    public static final String CHOICES = "The relay makes one upstream call for each choice, up to a limit.";

    /** How streaming is chosen. */
    public static final String STREAM =
            "The upstream always streams; without stream, the relay collects the events into one response.";

    /** How usage is reported in a stream. */
    public static final String INCLUDE_USAGE = "The relay ends the stream with a usage chunk.";

    /** The handling of obfuscation. */
    public static final String OBFUSCATION = "The relay never adds obfuscation.";

    /** Why sampling parameters have no effect. */
    public static final String NO_SAMPLING = "The ChatGPT backend does not let clients control sampling.";

    /** Why token limits have no effect. */
    public static final String NO_OUTPUT_LIMIT = "The ChatGPT backend does not support an output limit.";

    /** Why log probabilities are not available. */
    public static final String NO_LOGPROBS = "The ChatGPT backend does not return log probabilities.";

    /** Why there is no audio output. */
    public static final String TEXT_ALONE = "The ChatGPT backend answers with text only.";

    /** Why a predicted output has no effect. */
    public static final String NO_PREDICTION = "A performance hint that the ChatGPT backend does not support.";

    /** Why replies cannot be stored upstream. */
    public static final String NOT_STORED = "Nothing is stored upstream; leave it out or send false.";

    /** Why stored prompts cannot be used. */
    public static final String NO_STORED_PROMPTS =
            "Stored prompts exist only on the OpenAI platform; send instructions and input instead.";

    /** The handling of a service tier. */
    public static final String SERVICE_TIER =
            "The tiers fast and priority are sent as priority; other tiers have no effect.";

    /** Why identifiers of end users are not sent. */
    public static final String ONE_USER = "The relay serves one user; identifiers of end users are not sent upstream.";

    /** The handling of a prompt cache key. */
    public static final String PROMPT_CACHE_KEY = "Selects the upstream conversation and, with it, the prompt cache.";

    /** Why ids and statuses of items and calls are not sent. */
    public static final String NOT_KEPT_UPSTREAM =
            "The upstream does not store items and needs neither their ids nor their status.";

    /** Why cache settings have no effect. */
    public static final String OWN_CACHE_RULES = "The ChatGPT backend caches prompts by its own rules.";

    private Reasons() {}
}
