package dev.airelay.server;

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
        InetAddress address = lookUp(config.get(ConfigKeys.HOST));
        boolean tokenAsked = config.get(ConfigKeys.REQUIRE_BEARER_AUTH);
        BindDecision decision = BindPolicy.decide(
                address,
                tokenAsked ? BindPolicy.Access.TOKEN : BindPolicy.Access.OPEN,
                config.tls().isPresent());
        if (decision instanceof BindDecision.Refused refused) {
            throw new ExposureException(refused.message());
        }
        // Of a relay without a token the settings' own warnings tell.
        Optional<String> warning = tokenAsked && decision instanceof BindDecision.Warned warned
                ? Optional.of(warned.warning())
                : Optional.empty();
        return new ListenAddress(new InetSocketAddress(address, config.get(ConfigKeys.PORT)), warning);
    }

    private static InetAddress lookUp(String host) {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException unknown) {
            throw new ListenException(
                    "cannot listen on " + host + ": the host name cannot be resolved. Check server.host.", unknown);
        }
    }
}
