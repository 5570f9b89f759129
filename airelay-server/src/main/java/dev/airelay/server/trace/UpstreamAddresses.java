package dev.airelay.server.trace;

import java.net.URI;

/**
 * Where the upstream is asked, as the traffic log names it.
 *
 * @param base the inference base, without a trailing slash
 */
public record UpstreamAddresses(URI base) {
    private static final String CODEX = "/codex";

    public String responses() {
        return base + "/responses";
    }

    public String compaction() {
        return responses() + "/compact";
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

    /** The routes about the account lie beside {@code /codex}, not under it. */
    private String account() {
        String text = base.toString();
        return text.endsWith(CODEX) ? text.substring(0, text.length() - CODEX.length()) : text;
    }
}
