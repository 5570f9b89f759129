package dev.airelay.emulator;

import java.util.List;
import java.util.Map;

/** Which endpoint answers which path. The login issuer's paths will stand here beside the backend's. */
final class Routes {
    static final String CODEX = "/backend-api/codex";
    static final String RESPONSES = CODEX + "/responses";
    static final String MODELS = CODEX + "/models";
    static final String USAGE = "/backend-api/wham/usage";

    private final Map<String, Map<String, Endpoint>> table;
    private final ControlEndpoint control;

    Routes(Endpoint responses, Endpoint models, Endpoint usage, ControlEndpoint control) {
        this.control = control;
        this.table = Map.of(
                RESPONSES, Map.of("POST", responses, "GET", Routes::noWebSocket),
                MODELS, Map.of("GET", models),
                USAGE, Map.of("GET", usage));
    }

    Performance answer(IncomingRequest request) throws RefusedException {
        if (ControlEndpoint.owns(request.path())) {
            return control.answer(request);
        }
        Map<String, Endpoint> methods = table.getOrDefault(request.path(), Map.of());
        Endpoint endpoint = methods.get(request.method());
        if (endpoint != null) {
            return endpoint.answer(request);
        }
        // What the Codex CLI calls beside these (accounts, settings, plugins, MCP, analytics) works without an answer.
        throw new RefusedException(
                methods.isEmpty() ? Refusal.detail(404, "Not Found") : Refusal.detail(405, "Method Not Allowed"));
    }

    static List<String> paths() {
        return List.of("POST " + RESPONSES, "GET " + MODELS, "GET " + USAGE);
    }

    private static Performance noWebSocket(IncomingRequest request) throws RefusedException {
        throw new RefusedException(Refusal.detail(426, "The emulator offers no WebSocket. Use POST on the same path."));
    }
}
