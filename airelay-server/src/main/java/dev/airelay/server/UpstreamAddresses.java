package dev.airelay.server;

import java.net.URI;

/**
 * Where the upstream is asked, as the traffic log names it.
 *
 * @param base the inference base, without a trailing slash
 */
record UpstreamAddresses(URI base) {
    private static final String CODEX = "/codex";

    String responses() {
        return base + "/responses";
    }

    String compaction() {
        return responses() + "/compact";
    }

    String models() {
        return base + "/models";
    }

    /** The usage endpoint lies beside {@code /codex}, not under it. */
    String usage() {
        String text = base.toString();
        return (text.endsWith(CODEX) ? text.substring(0, text.length() - CODEX.length()) : text) + "/wham/usage";
    }
}
