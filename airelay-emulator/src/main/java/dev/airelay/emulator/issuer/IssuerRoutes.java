package dev.airelay.emulator.issuer;

import dev.airelay.emulator.http.Endpoint;
import java.util.Map;

/** The paths of the login server. */
public final class IssuerRoutes {
    private IssuerRoutes() {}

    /** Path, method, endpoint. */
    public static Map<String, Map<String, Endpoint>> table(IssuerState state, LoginStage stage) {
        Endpoint authorize = new AuthorizeEndpoint(state, stage);
        DeviceEndpoints device = new DeviceEndpoints(state, stage);
        return Map.of(
                "/oauth/authorize", Map.of("GET", authorize, "POST", authorize),
                "/oauth/token", Map.of("POST", new TokenEndpoint(state, stage)),
                "/oauth/revoke", Map.of("POST", new RevokeEndpoint(state, stage)),
                "/api/accounts/deviceauth/usercode", Map.of("POST", device::start),
                "/api/accounts/deviceauth/token", Map.of("POST", device::poll),
                "/codex/device", Map.of("GET", device::page, "POST", device::typed));
    }
}
