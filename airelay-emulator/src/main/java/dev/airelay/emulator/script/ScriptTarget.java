package dev.airelay.emulator.script;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The kind of request that a script is meant for, as the key {@code on} names it. */
public enum ScriptTarget {
    /** A turn. */
    RESPONSES(false),
    /** The upgrade to a WebSocket. */
    UPGRADE(false),
    /** A message on a WebSocket that generates nothing. */
    PREWARM(false),
    /** A compaction. */
    COMPACT(false),
    /** A request of an image route. */
    IMAGES(false),
    /** A transcription. */
    TRANSCRIBE(false),
    /** The models list. */
    MODELS(false),
    /** The usage of the plan. */
    USAGE(false),
    /** The account's workspaces. */
    ACCOUNTS(false),
    /** {@code GET /oauth/authorize}. */
    AUTHORIZE(true),
    /** The token path with {@code grant_type=authorization_code}. */
    EXCHANGE(true),
    /** The token path with {@code grant_type=refresh_token}. */
    REFRESH(true),
    /** The token path with the token-exchange grant. */
    API_KEY(true),
    /** The start of a device login. */
    USERCODE(true),
    /** A poll of a device login. */
    POLL(true),
    /** {@code POST /oauth/revoke}. */
    REVOKE(true),
    /** An exchange or a refresh: the next of the two. No request has this target itself. */
    TOKEN(true);

    private static final Map<String, ScriptTarget> BY_NAME =
            Stream.of(values()).collect(Collectors.toUnmodifiableMap(ScriptTarget::scriptName, Function.identity()));

    private final boolean ofIssuer;

    ScriptTarget(boolean ofIssuer) {
        this.ofIssuer = ofIssuer;
    }

    /** The target that a call names by {@code on}, or {@code fallback}. */
    static ScriptTarget of(ScriptCall call, ScriptTarget fallback) {
        Set<String> names = BY_NAME.keySet();
        return BY_NAME.getOrDefault(call.oneOf(ScriptCall.ON, fallback.scriptName(), names), fallback);
    }

    /** Whether the login server answers such requests. */
    boolean ofIssuer() {
        return ofIssuer;
    }

    /** Whether such requests only precede turns, so that scripts are meant for them only if their target says so. */
    boolean precedesTurns() {
        return this == UPGRADE || this == PREWARM || this == ACCOUNTS;
    }

    /** Whether a script with this target is meant for requests of that kind. */
    boolean covers(ScriptTarget request) {
        return this == request || (this == TOKEN && (request == EXCHANGE || request == REFRESH));
    }

    /** Its name in scripts. */
    public String scriptName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
