package dev.airelay.server.edge;

import dev.airelay.config.ServerLimits;
import dev.airelay.config.ServerTimes;
import dev.airelay.server.http.MemoryBudget;
import io.netty.handler.ssl.SslContext;
import java.util.Optional;

/**
 * What guards the connections against their clients. Safe for concurrent use.
 *
 * @param limits how much is taken in
 * @param times how long clients are waited for
 * @param tls the encryption; empty for plain HTTP
 * @param memory what request bodies and what is made of them may take, together with everything else
 * @param drain whether the relay is about to stop
 */
public record ConnectionSettings(
        ServerLimits limits, ServerTimes times, Optional<SslContext> tls, MemoryBudget memory, Drain drain) {

    /** Returns the largest body that is taken: one that the budget never has room for is too large. */
    public int maxBodyBytes() {
        return Math.toIntExact(Math.min(limits.maxBodyBytes(), memory.largest()));
    }
}
