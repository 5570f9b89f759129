package dev.airelay.emulator;

import dev.airelay.emulator.control.ControlEndpoint;
import dev.airelay.emulator.http.Endpoint;
import dev.airelay.emulator.http.IncomingRequest;
import dev.airelay.emulator.http.Refusal;
import dev.airelay.emulator.http.RefusedException;
import dev.airelay.emulator.http.ScriptedResponse;
import java.util.HashMap;
import java.util.Map;

/** The endpoints by path: the backend's and the login server's. */
final class Routes implements Endpoint {
    static final String CODEX = "/backend-api/codex";
    static final String RESPONSES = CODEX + "/responses";
    static final String COMPACT = RESPONSES + "/compact";
    static final String GENERATIONS = CODEX + "/images/generations";
    static final String EDITS = CODEX + "/images/edits";
    static final String TRANSCRIBE = "/backend-api/transcribe";
    static final String MODELS = CODEX + "/models";
    static final String ACCOUNTS = "/backend-api/wham/accounts/check";
    static final String USAGE = "/backend-api/wham/usage";

    private final Map<String, Map<String, Endpoint>> table;
    private final ControlEndpoint control;

    /** The backend's endpoints. */
    record Backend(
            Endpoint responses,
            Endpoint socket,
            Endpoint compact,
            Endpoint generations,
            Endpoint edits,
            Endpoint transcribe,
            Endpoint models,
            Endpoint usage,
            Endpoint accounts) {}

    Routes(Backend backend, Map<String, Map<String, Endpoint>> issuer, ControlEndpoint control) {
        this.control = control;
        Map<String, Map<String, Endpoint>> all = new HashMap<>(issuer);
        all.put(RESPONSES, Map.of("POST", backend.responses, "GET", backend.socket));
        all.put(COMPACT, Map.of("POST", backend.compact));
        all.put(GENERATIONS, Map.of("POST", backend.generations));
        all.put(EDITS, Map.of("POST", backend.edits));
        all.put(TRANSCRIBE, Map.of("POST", backend.transcribe));
        all.put(MODELS, Map.of("GET", backend.models));
        all.put(ACCOUNTS, Map.of("GET", backend.accounts));
        all.put(USAGE, Map.of("GET", backend.usage));
        this.table = Map.copyOf(all);
    }

    @Override
    public ScriptedResponse answer(IncomingRequest request) throws RefusedException {
        if (ControlEndpoint.owns(request.path())) {
            return control.answer(request);
        }
        Map<String, Endpoint> methods = table.getOrDefault(request.path(), Map.of());
        Endpoint endpoint = methods.get(request.method());
        if (endpoint != null) {
            return endpoint.answer(request);
        }
        // Other routes that the Codex CLI calls (settings, plugins, MCP, analytics) may fail without effect.
        throw new RefusedException(
                methods.isEmpty() ? Refusal.detail(404, "Not Found") : Refusal.detail(405, "Method Not Allowed"));
    }
}
