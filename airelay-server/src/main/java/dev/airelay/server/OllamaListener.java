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
 * The second listener, where clients of Ollama look for it. It has an address, a decision about the token, and limits of its
 * own; memory, connections, store and log are the relay's.
 *
 * @param config its settings in the places of those of the relay's own listener
 * @param address where it listens
 * @param admission decides whether a request is served: host, token and limits
 */
record OllamaListener(RelayConfig config, ListenAddress address, AdmissionGate admission) {

    /**
     * Returns the listener of these settings, which does not listen yet.
     *
     * @param config see {@link RelayConfig#ofOllamaListener()}
     * @param blockingWork looks at the token's file
     * @throws ExposureException when no token is asked for where other machines reach the address
     * @throws ListenException when the host is not known
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

    /** Returns the address for clients on this machine: without a path, as Ollama's clients want it. */
    URI url(int boundPort) {
        return config.clientBaseUrl(boundPort).resolve("/");
    }
}
