package dev.airelay.emulator;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts what the issuer is asked for. Safe for concurrent use. */
final class IssuerCounters {
    private final Map<LoginTarget, AtomicInteger> requests = new EnumMap<>(LoginTarget.class);
    private final AtomicInteger rotations = new AtomicInteger();
    private final AtomicInteger reuses = new AtomicInteger();

    IssuerCounters() {
        for (LoginTarget target : LoginTarget.values()) {
            requests.put(target, new AtomicInteger());
        }
    }

    void request(LoginTarget target) {
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
                counter(LoginTarget.AUTHORIZE).get(),
                counter(LoginTarget.EXCHANGE).get(),
                counter(LoginTarget.REFRESH).get(),
                counter(LoginTarget.USERCODE).get(),
                counter(LoginTarget.POLL).get(),
                counter(LoginTarget.REVOKE).get(),
                rotations.get(),
                reuses.get());
    }

    private AtomicInteger counter(LoginTarget target) {
        return requests.computeIfAbsent(target, unseen -> new AtomicInteger());
    }
}
