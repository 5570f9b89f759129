package dev.airelay.server;

import dev.airelay.config.RelayConfig;
import dev.airelay.config.token.RelayTokenSource;
import dev.airelay.security.Admission;
import dev.airelay.security.ClientAddressSource;
import dev.airelay.server.guard.AdmissionGate;
import dev.airelay.server.guard.AdmissionSettings;
import dev.airelay.server.guard.TokenAccess;
import java.net.URI;
import java.util.concurrent.Executor;

/**
 * The second listener, at the address that Ollama's clients expect. It has its own address, token setting and limits;
 * memory, connections, store and log are the relay's.
 *
 * @param config the settings, with its own in place of the main listener's
 * @param address its address
 * @param admission checks host, token and limits of requests
 */
record OllamaListener(RelayConfig config, ListenAddress address, AdmissionGate admission) {

    /**
     * Returns the listener of these settings, which does not listen yet.
     *
     * @param config see {@link RelayConfig#ofOllamaListener()}
     * @param blockingWork reads the token's file
     * @throws ExposureException if no token is required and other machines can reach the address
     * @throws ListenException if the host cannot be resolved
     */
    static OllamaListener of(RelayConfig config, RelayTokenSource token, Executor blockingWork) {
        return new OllamaListener(
                config,
                ListenAddress.ofOllama(config),
                new AdmissionGate(
                        new Admission(AdmissionSettings.limits(config), RelayServer.TICKER),
                        new ClientAddressSource(AdmissionSettings.proxies(config)),
                        TokenAccess.of(config, token, blockingWork),
                        "ollama"));
    }

    /** Returns the URL for clients on this machine: without a path, as Ollama's clients expect. */
    URI url(int boundPort) {
        return config.clientBaseUrl(boundPort).resolve("/");
    }
}
