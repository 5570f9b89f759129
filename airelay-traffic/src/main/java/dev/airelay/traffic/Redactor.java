package dev.airelay.traffic;

/** Takes secrets out of text before it is shown or kept. Safe for concurrent use. */
public final class Redactor {
    static final String REDACTED = "[REDACTED]";

    private final SecretValues secrets;

    /** Knows these secrets by value, and others by their shape and by the name before them. */
    public Redactor(SecretValues secrets) {
        this.secrets = secrets;
    }

    /**
     * The text without secrets: known values, bearer and basic credentials, JSON web tokens, API keys, OAuth codes and
     * verifiers, cookies and whatever is named like a secret become {@code [REDACTED]}, the content of data URLs its
     * size and hash.
     */
    public String text(String text) {
        return text.isEmpty() ? text : SecretPatterns.redactedIn(DataUrls.summarisedIn(secrets.redactedIn(text)));
    }
}
