package dev.airelay.server.upstream;

import dev.airelay.backend.call.CallObserver;
import dev.airelay.backend.call.WorkspaceDiscovery;
import dev.airelay.backend.connect.BackendOptions;
import dev.airelay.backend.connect.Outbound;
import dev.airelay.backend.connect.ProxyRules;
import dev.airelay.backend.connect.ProxyServer;
import dev.airelay.backend.connect.UpstreamTransport;
import dev.airelay.config.ConfigKeys;
import dev.airelay.config.ProxyAddress;
import dev.airelay.config.RelayConfig;
import java.util.Locale;
import java.util.stream.Collectors;

/** Maps the configuration to the backend's settings. */
public final class UpstreamSettings {

    private UpstreamSettings() {}

    /** Returns the address, identity and time-outs of upstream calls. */
    public static BackendOptions options(RelayConfig config) {
        return BackendOptions.defaults(config.get(ConfigKeys.UPSTREAM_BASE_URL))
                .withIdentity(config.get(ConfigKeys.ORIGINATOR), config.get(ConfigKeys.CLIENT_VERSION))
                .withTimeouts(
                        config.get(ConfigKeys.CONNECT_TIMEOUT),
                        config.get(ConfigKeys.REQUEST_TIMEOUT),
                        config.get(ConfigKeys.IDLE_TIMEOUT))
                .withMaxEventBytes(config.get(ConfigKeys.MAX_EVENT_BYTES))
                .withTransport(UpstreamTransport.valueOf(
                        config.get(ConfigKeys.UPSTREAM_TRANSPORT).toUpperCase(Locale.ROOT)));
    }

    /**
     * Returns the settings for looking up the signed-in account's routing.
     *
     * @param observer observes each look-up
     */
    public static WorkspaceDiscovery discovery(RelayConfig config, CallObserver observer) {
        return new WorkspaceDiscovery(
                config.get(ConfigKeys.WORKSPACE_HOSTS).stream()
                        .map(host -> host.toLowerCase(Locale.ROOT))
                        .collect(Collectors.toSet()),
                observer);
    }

    /** Returns the settings of outbound connections, for the login server as well as for the upstream. */
    public static Outbound outbound(RelayConfig config) {
        RelayConfig.Outbound outbound = config.outbound();
        return new Outbound(
                new ProxyRules(
                        outbound.httpsProxy().map(UpstreamSettings::proxy),
                        outbound.httpProxy().map(UpstreamSettings::proxy),
                        outbound.noProxy()),
                outbound.authorities()::certificates);
    }

    private static ProxyServer proxy(ProxyAddress address) {
        ProxyServer.Kind kind = switch (address.scheme()) {
            case HTTP -> ProxyServer.Kind.HTTP;
            case HTTPS -> ProxyServer.Kind.HTTPS;
            case SOCKS5, SOCKS5H -> ProxyServer.Kind.SOCKS5;
        };
        return new ProxyServer(
                kind,
                address.host(),
                address.port(),
                address.login().map(login -> new ProxyServer.Login(login.user(), login.password())));
    }
}
