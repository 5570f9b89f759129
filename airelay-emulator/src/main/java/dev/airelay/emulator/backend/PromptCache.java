package dev.airelay.emulator.backend;

import dev.airelay.emulator.turn.TurnRequest;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Remembers how long the last prompt of each session was. A session counts only when its {@code session-id} header and
 * {@code prompt_cache_key} are the same text: the backend routes by the header. Bounded; safe for concurrent use.
 */
final class PromptCache {
    private static final int MAX_SESSIONS = 10_000;

    private final Map<String, Integer> promptTokens = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
            return size() > MAX_SESSIONS;
        }
    };

    /** How many tokens of this prompt are known from the session's last one. */
    int cachedTokens(TurnRequest request, int inputTokens) {
        String session = request.sessionId();
        if (session.isEmpty() || !session.equals(request.cacheKey())) {
            return 0;
        }
        synchronized (promptTokens) {
            Integer before = promptTokens.put(request.accountId() + ' ' + session, inputTokens);
            return before == null ? 0 : Math.min(before, inputTokens);
        }
    }
}
