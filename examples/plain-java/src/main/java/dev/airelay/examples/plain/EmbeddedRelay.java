package dev.airelay.examples.plain;

import dev.airelay.config.ConfigKeys;
import dev.airelay.server.RelayServer;
import java.nio.file.Path;
import java.time.Duration;

/** A program with a relay in it. */
public final class EmbeddedRelay {
    private EmbeddedRelay() {}

    /** Serves the session of {@code airelay login} until the program is stopped. */
    public static void main(String[] arguments) throws InterruptedException {
        // docs: start
        try (RelayServer relay = RelayServer.builder().start()) {
            System.out.println("Base URL " + relay.clientBaseUrl());
            System.out.println("API key  " + relay.relayToken());
            relay.awaitClosed();
        }
        // docs: end
    }

    // docs: settings
    static RelayServer start(Path directory, String token) {
        return RelayServer.builder()
                .token(token)
                .dataDirectory(directory)
                .set(ConfigKeys.PORT, 0)
                .set(ConfigKeys.RETRY_ATTEMPTS, 1)
                .set(ConfigKeys.IDLE_TIMEOUT, Duration.ofMinutes(2))
                .start();
    }
    // docs: end
}
