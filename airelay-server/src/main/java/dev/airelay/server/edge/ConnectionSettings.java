package dev.airelay.server.edge;

import dev.airelay.config.ConfigKeys;
import dev.airelay.config.RelayConfig;
import dev.airelay.server.http.MemoryBudget;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslHandler;
import java.util.Optional;
import java.util.function.Function;

/**
 * The limits of client connections. Safe for concurrent use.
 *
 * @param config the limits and time-outs
 * @param tls makes the TLS handler of a connection; empty for plain HTTP
 * @param memory the budget that request bodies share with everything else
 * @param drain whether the relay is about to stop
 */
public record ConnectionSettings(
        RelayConfig config, Optional<Function<ByteBufAllocator, SslHandler>> tls, MemoryBudget memory, Drain drain) {

    /** Returns the largest accepted body: one for which the budget never has room is too large. */
    public int maxBodyBytes() {
        return Math.toIntExact(Math.min(config.get(ConfigKeys.MAX_BODY_BYTES), memory.largest()));
    }
}
