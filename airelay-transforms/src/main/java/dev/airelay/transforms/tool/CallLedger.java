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
 * Pairs the tool calls of a history with their outputs and gives each pair an id that the upstream accepts.
 *
 * <p>The upstream requires unique ids of at most 64 characters, but other providers create longer ones and some clients
 * count from {@code call_0} in every turn. The resulting id depends only on the history before it, so that a conversation's
 * text stays the same from turn to turn and the prompt cache works.
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
     * @param kind the kind of the call
     */
    public record OpenCall(String clientId, String upstreamId, CallKind kind) {}

    /** Records a call and returns its id for the upstream. */
    public String open(String clientId, CallKind kind) {
        String upstreamId = unused(clientId);
        open.computeIfAbsent(clientId, absent -> new ArrayDeque<>()).add(new OpenCall(clientId, upstreamId, kind));
        return upstreamId;
    }

    /** Records that earlier turns end here: later items are the request's own, which may repeat the open calls. */
    public void endEarlierTurns() {
        earlier.clear();
        for (OpenCall call : unanswered()) {
            earlier.computeIfAbsent(Repeatable.of(call), absent -> new ArrayDeque<>())
                    .add(call);
        }
    }

    /**
     * Returns whether a request's own call repeats an open one of earlier turns, as when a client sends it again together
     * with its output. Each call can be repeated once.
     */
    public boolean repeatsEarlier(String clientId, CallKind kind) {
        Deque<OpenCall> calls = earlier.get(new Repeatable(clientId, kind));
        return calls != null && calls.poll() != null;
    }

    /** Returns whether a call with this id has no output so far. */
    public boolean isOpen(String clientId) {
        return open.containsKey(clientId);
    }

    /** Closes the oldest open call with this id if its output has this type; otherwise closes none and returns empty. */
    public Optional<OpenCall> close(String clientId, String outputType) {
        Deque<OpenCall> calls = open.get(clientId);
        return calls != null && calls.element().kind().outputType().equals(outputType)
                ? close(clientId)
                : Optional.empty();
    }

    /** Closes the oldest open call with this id; empty if there is none. */
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

    /** Returns an id that is short enough, of letters, digits, underscores and hyphens; always the same for the same id. */
    public static String shortened(String id) {
        return id.length() <= MAX_ID_CHARS
                ? ILLEGAL.matcher(id).replaceAll("_")
                : "call_" + Sha256.hex(id).substring(0, HASH_CHARS);
    }

    private String unused(String clientId) {
        String plain = shortened(clientId);
        String candidate = plain;
        while (!used.add(candidate)) {
            // Counted by the resulting id: many ids of a client may result in the same one.
            candidate = shortened(plain + "_" + (1 + repeats.merge(plain, 1, Integer::sum)));
        }
        return candidate;
    }
}
