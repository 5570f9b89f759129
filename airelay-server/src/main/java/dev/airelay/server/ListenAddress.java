package dev.airelay.server;

import dev.airelay.config.ConfigKey;
import dev.airelay.config.ConfigKeys;
import dev.airelay.config.RelayConfig;
import dev.airelay.security.BindDecision;
import dev.airelay.security.BindPolicy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/**
 * Where a relay listens.
 *
 * @param socket resolved
 * @param warning what its owner must be told; empty when only this machine reaches it
 */
record ListenAddress(InetSocketAddress socket, Optional<String> warning) {

    /**
     * Looks the host up and judges the address, not the name: a name may stand for anything. Blocks.
     *
     * @throws ExposureException when no token is asked for where other machines reach the address
     * @throws ListenException when the host is not known
     */
    static ListenAddress of(RelayConfig config) {
        InetAddress address = lookUp(config.get(ConfigKeys.HOST), ConfigKeys.HOST);
        boolean tokenAsked = config.get(ConfigKeys.REQUIRE_BEARER_AUTH);
        BindDecision decision = BindPolicy.decide(
                address,
                tokenAsked ? BindPolicy.Access.TOKEN : BindPolicy.Access.OPEN,
                config.tls().isPresent(),
                ConfigKeys.HOST.name());
        if (decision instanceof BindDecision.Refused refused) {
            throw new ExposureException(refused.message());
        }
        return of(config, address, tokenAsked, decision);
    }

    /**
     * Does the same for the listener of Ollama's clients.
     *
     * @param listener its settings, see {@link RelayConfig#ofOllamaListener()}
     */
    static ListenAddress ofOllama(RelayConfig listener) {
        InetAddress address = lookUp(listener.get(ConfigKeys.HOST), ConfigKeys.OLLAMA_HOST);
        boolean tokenAsked = listener.get(ConfigKeys.REQUIRE_BEARER_AUTH);
        BindDecision decision = BindPolicy.decide(
                address,
                tokenAsked ? BindPolicy.Access.TOKEN : BindPolicy.Access.OPEN,
                listener.tls().isPresent(),
                ConfigKeys.OLLAMA_HOST.name());
        if (decision instanceof BindDecision.Refused) {
            throw new ExposureException(
                    "Without the relay token, the listener for Ollama's clients listens on a loopback"
                            + " address only, but " + address.getHostAddress()
                            + " can be reached from other machines. Set "
                            + ConfigKeys.OLLAMA_HOST.name() + " to 127.0.0.1, or "
                            + needed(listener).name() + " to true.");
        }
        return of(listener, address, tokenAsked, decision);
    }

    /** Without a token for any listener there is none for this one. */
    private static ConfigKey<Boolean> needed(RelayConfig listener) {
        return listener.get(ConfigKeys.OLLAMA_REQUIRE_BEARER_AUTH)
                ? ConfigKeys.REQUIRE_BEARER_AUTH
                : ConfigKeys.OLLAMA_REQUIRE_BEARER_AUTH;
    }

    private static ListenAddress of(
            RelayConfig config, InetAddress address, boolean tokenAsked, BindDecision decision) {
        // Of a relay without a token the settings' own warnings tell.
        Optional<String> warning = tokenAsked && decision instanceof BindDecision.Warned warned
                ? Optional.of(warned.warning())
                : Optional.empty();
        return new ListenAddress(new InetSocketAddress(address, config.get(ConfigKeys.PORT)), warning);
    }

    private static InetAddress lookUp(String host, ConfigKey<String> key) {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException unknown) {
            throw new ListenException(
                    "cannot listen on " + host + ": the host name cannot be resolved. Check " + key.name() + ".",
                    unknown);
        }
    }
}
