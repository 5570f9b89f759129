package dev.airelay.server.trace;

import java.net.URI;

/** The addresses of upstream calls, for the traffic log. Immutable. */
public final class UpstreamAddresses {
    private static final String CODEX = "/codex";

    private final URI base;
    private final String responses;

    /**
     * Creates the addresses.
     *
     * @param base the inference base, without a trailing slash
     */
    public UpstreamAddresses(URI base) {
        this.base = base;
        // That of nearly every call.
        this.responses = base + "/responses";
    }

    public String responses() {
        return responses;
    }

    public String compaction() {
        return responses + "/compact";
    }

    public String imageGenerations() {
        return base + "/images/generations";
    }

    public String imageEdits() {
        return base + "/images/edits";
    }

    public String transcription() {
        return account() + "/transcribe";
    }

    public String models() {
        return base + "/models";
    }

    public String usage() {
        return account() + "/wham/usage";
    }

    public String accounts() {
        return account() + "/wham/accounts/check";
    }

    /** The routes of the account are beside {@code /codex}, not below it. */
    private String account() {
        String text = base.toString();
        return text.endsWith(CODEX) ? text.substring(0, text.length() - CODEX.length()) : text;
    }
}
