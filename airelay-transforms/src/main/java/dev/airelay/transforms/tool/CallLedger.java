package dev.airelay.transforms.tool;

import dev.airelay.base.Sha256;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Pairs the tool calls of a history with their outputs and gives each pair an id that the upstream takes.
 *
 * <p>The upstream wants ids of at most 64 characters, each used once, though other providers make longer ones and some
 * clients count from {@code call_0} in every turn. What an id becomes depends only on the history before it, so a
 * conversation's text stays the same from turn to turn and the prompt cache holds.
 */
public final class CallLedger {

    private static final int MAX_ID_CHARS = 64;
    private static final int HASH_CHARS = 48;
    private static final Pattern ILLEGAL = Pattern.compile("[^a-zA-Z0-9_-]");

    private final Set<String> used = new HashSet<>();
    private final Map<String, Integer> repeats = new HashMap<>();
    private final Map<String, Deque<OpenCall>> open = new LinkedHashMap<>();
    /** The calls that earlier turns left open and the request has not repeated, oldest first. */
    private final Map<Repeatable, Deque<OpenCall>> earlier = new HashMap<>();

    private record Repeatable(String clientId, CallKind kind) {
        static Repeatable of(OpenCall call) {
            return new Repeatable(call.clientId(), call.kind());
        }
    }

    /**
     * A call without an output so far.
     *
     * @param clientId the id as the client wrote it
     * @param upstreamId the id for the upstream
     * @param kind what was called
     */
    public record OpenCall(String clientId, String upstreamId, CallKind kind) {}

    /** Notes a call and returns its id for the upstream. */
    public String open(String clientId, CallKind kind) {
        String upstreamId = unused(clientId);
        open.computeIfAbsent(clientId, absent -> new ArrayDeque<>()).add(new OpenCall(clientId, upstreamId, kind));
        return upstreamId;
    }

    /** Notes that earlier turns end here: what follows is the request's own, which may repeat the calls that are open. */
    public void endEarlierTurns() {
        earlier.clear();
        for (OpenCall call : unanswered()) {
            earlier.computeIfAbsent(Repeatable.of(call), absent -> new ArrayDeque<>())
                    .add(call);
        }
    }

    /**
     * Returns whether a call of the request's own is one that earlier turns left open, as it is where a client sends what it
     * got together with the output. Each call can be repeated once.
     */
    public boolean repeatsEarlier(String clientId, CallKind kind) {
        Deque<OpenCall> calls = earlier.get(new Repeatable(clientId, kind));
        return calls != null && calls.poll() != null;
    }

    /** Returns whether a call with this id has no output so far. */
    public boolean isOpen(String clientId) {
        return open.containsKey(clientId);
    }

    /** Takes the oldest open call with this id if its output has this type; else takes none and returns empty. */
    public Optional<OpenCall> close(String clientId, String outputType) {
        Deque<OpenCall> calls = open.get(clientId);
        return calls != null && calls.element().kind().outputType().equals(outputType)
                ? close(clientId)
                : Optional.empty();
    }

    /** Takes the oldest open call with this id, which the output at hand answers; empty when there is none. */
    public Optional<OpenCall> close(String clientId) {
        Deque<OpenCall> calls = open.get(clientId);
        if (calls == null) {
            return Optional.empty();
        }
        OpenCall call = calls.remove();
        if (calls.isEmpty()) {
            open.remove(clientId);
        }
        Deque<OpenCall> repeatable = earlier.get(Repeatable.of(call));
        if (repeatable != null && call.equals(repeatable.peek())) {
            repeatable.remove();
        }
        return Optional.of(call);
    }

    /** Returns the calls without an output, oldest first. */
    public List<OpenCall> unanswered() {
        List<OpenCall> calls = new ArrayList<>();
        open.values().forEach(calls::addAll);
        return calls;
    }

    /** Returns an id that is short enough, of letters, digits, underscores and hyphens; the same for the same id always. */
    public static String shortened(String id) {
        return id.length() <= MAX_ID_CHARS
                ? ILLEGAL.matcher(id).replaceAll("_")
                : "call_" + Sha256.hex(id).substring(0, HASH_CHARS);
    }

    private String unused(String clientId) {
        String plain = shortened(clientId);
        String candidate = plain;
        while (!used.add(candidate)) {
            // Counted by what the id becomes: many ids of a client may become the same.
            candidate = shortened(plain + "_" + (1 + repeats.merge(plain, 1, Integer::sum)));
        }
        return candidate;
    }
}
