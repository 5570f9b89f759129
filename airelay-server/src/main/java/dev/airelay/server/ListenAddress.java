package dev.airelay.server;

import dev.airelay.config.ConfigKey;
import dev.airelay.config.ConfigKeys;
import dev.airelay.config.RelayConfig;
import dev.airelay.security.BindDecision;
import dev.airelay.security.BindPolicy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;

/**
 * An address on which a relay listens.
 *
 * @param host as in the settings
 * @param socket resolved
 * @param forOllama whether it is the address for Ollama's clients, which has settings of its own
 * @param warning the warning that other machines reach the address; empty if they do not
 */
record ListenAddress(String host, InetSocketAddress socket, boolean forOllama, Optional<String> warning) {

    /**
     * Resolves the host and checks the address, not the name: a name may resolve to anything. Blocks.
     *
     * @throws ExposureException if no token is required and other machines can reach the address
     * @throws ListenException if the host cannot be resolved
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
        return of(config, address, false, decision);
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
        return of(listener, address, true, decision);
    }

    /** If no listener requires a token, neither does this one. */
    private static ConfigKey<Boolean> needed(RelayConfig listener) {
        return listener.get(ConfigKeys.OLLAMA_REQUIRE_BEARER_AUTH)
                ? ConfigKeys.REQUIRE_BEARER_AUTH
                : ConfigKeys.OLLAMA_REQUIRE_BEARER_AUTH;
    }

    private static ListenAddress of(RelayConfig config, InetAddress address, boolean forOllama, BindDecision decision) {
        // If no token is required, TokenWarning covers the address.
        Optional<String> warning =
                config.get(ConfigKeys.REQUIRE_BEARER_AUTH) && decision instanceof BindDecision.Warned warned
                        ? Optional.of(warned.warning())
                        : Optional.empty();
        return new ListenAddress(
                config.get(ConfigKeys.HOST),
                new InetSocketAddress(address, config.get(ConfigKeys.PORT)),
                forOllama,
                warning);
    }

    /** Returns why the system refused the address, and what to do about it. */
    String refusal(Throwable cause) {
        String failed =
                "cannot listen on " + host + ":" + socket.getPort() + (forOllama ? " for Ollama's clients: " : ": ");
        String port =
                (forOllama ? "with " + ConfigKeys.OLLAMA_PORT.name() : "with --port") + " (0 takes any free one).";
        // The JDK has one type for all causes; only the system's message distinguishes them.
        String said = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
        if (said.contains("in use")) {
            return failed + "the port is already in use. Stop the program that uses it"
                    + (forOllama ? ", which may be Ollama itself" : "") + ", or choose another " + port;
        } else if (said.contains("permission denied") || said.contains("forbidden")) {
            return failed + "this user may not use the port. Choose one above 1023 " + port;
        }
        return failed
                + (said.contains("assign")
                        ? "this machine does not have the address"
                        : "the system refused the address")
                + ". Check " + (forOllama ? ConfigKeys.OLLAMA_HOST : ConfigKeys.HOST).name() + ".";
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
