package dev.airelay.server.edge;

import dev.airelay.config.ConfigKeys;
import dev.airelay.config.RelayConfig;
import dev.airelay.server.http.MemoryBudget;
import io.netty.handler.ssl.SslContext;
import java.util.Optional;

/**
 * What guards the connections against their clients. Safe for concurrent use.
 *
 * @param config the limits and time-outs
 * @param tls the encryption; empty for plain HTTP
 * @param memory what request bodies and what is made of them may take, together with everything else
 * @param drain whether the relay is about to stop
 */
public record ConnectionSettings(RelayConfig config, Optional<SslContext> tls, MemoryBudget memory, Drain drain) {

    /** Returns the largest body that is taken: one that the budget never has room for is too large. */
    public int maxBodyBytes() {
        return Math.toIntExact(Math.min(config.get(ConfigKeys.MAX_BODY_BYTES), memory.largest()));
    }
}
