package dev.airelay.emulator.issuer;

import dev.airelay.emulator.api.IssuerCounts;
import dev.airelay.emulator.script.ScriptTarget;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts the requests to the login server. Safe for concurrent use. */
final class IssuerCounters {
    private final Map<ScriptTarget, AtomicInteger> requests = new EnumMap<>(ScriptTarget.class);
    private final AtomicInteger rotations = new AtomicInteger();
    private final AtomicInteger reuses = new AtomicInteger();

    IssuerCounters() {
        for (ScriptTarget target : ScriptTarget.values()) {
            requests.put(target, new AtomicInteger());
        }
    }

    void request(ScriptTarget target) {
        counter(target).incrementAndGet();
    }

    void rotation() {
        rotations.incrementAndGet();
    }

    void reuse() {
        reuses.incrementAndGet();
    }

    IssuerCounts counts() {
        return new IssuerCounts(
                counter(ScriptTarget.AUTHORIZE).get(),
                counter(ScriptTarget.EXCHANGE).get(),
                counter(ScriptTarget.REFRESH).get(),
                counter(ScriptTarget.USERCODE).get(),
                counter(ScriptTarget.POLL).get(),
                counter(ScriptTarget.REVOKE).get(),
                rotations.get(),
                reuses.get());
    }

    private AtomicInteger counter(ScriptTarget target) {
        return requests.computeIfAbsent(target, unseen -> new AtomicInteger());
    }
}
