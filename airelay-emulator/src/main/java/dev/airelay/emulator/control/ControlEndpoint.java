package dev.airelay.emulator.control;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.airelay.emulator.api.RecordedRequest;
import dev.airelay.emulator.api.ScriptDescription;
import dev.airelay.emulator.common.Json;
import dev.airelay.emulator.http.Endpoint;
import dev.airelay.emulator.http.IncomingRequest;
import dev.airelay.emulator.http.Refusal;
import dev.airelay.emulator.http.RefusedException;
import dev.airelay.emulator.http.RequestRecorder;
import dev.airelay.emulator.http.ScriptedResponse;
import dev.airelay.emulator.http.Transport;
import dev.airelay.emulator.script.ScriptSources;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Steers and reads a running emulator from outside: {@code GET|DELETE /__emulator/requests}, {@code GET|POST|DELETE
 * /__emulator/scripts} (a POST body holds scripts, one queue entry per line), {@code GET /__emulator/health} and the paths
 * of {@link IssuerControl}. Needs no credentials: the emulator listens on the loopback only.
 */
public final class ControlEndpoint implements Endpoint {
    private static final String PREFIX = "/__emulator/";

    private final RequestRecorder recorder;
    private final ScriptSources scripts;
    private final AtomicInteger openStreams;
    private final IssuerControl issuer;

    /** The control paths of one emulator. */
    public ControlEndpoint(
            RequestRecorder recorder, ScriptSources scripts, AtomicInteger openStreams, IssuerControl issuer) {
        this.recorder = recorder;
        this.scripts = scripts;
        this.openStreams = openStreams;
        this.issuer = issuer;
    }

    /** Whether a path is a control path. */
    public static boolean owns(String path) {
        return path.startsWith(PREFIX);
    }

    @Override
    public ScriptedResponse answer(IncomingRequest request) throws RefusedException {
        ObjectNode reply = Json.object();
        switch (request.method() + " " + request.path().substring(PREFIX.length())) {
            case "GET requests" -> requests(reply.putArray("requests"));
            case "DELETE requests" -> recorder.clear();
            case "GET scripts" -> descriptions(reply.putArray("scripts"));
            case "POST scripts" -> reply.put("queued", queue(new String(request.body(), UTF_8)));
            case "DELETE scripts" -> scripts.clearQueue();
            case "GET health" -> reply.put("status", "ok").put("open_streams", openStreams.get());
            default -> issuer.answer(request, request.path().substring(PREFIX.length()), reply);
        }
        return ScriptedResponse.json(200, reply, Transport.paced(Duration.ZERO));
    }

    private int queue(String body) throws RefusedException {
        int queued = 0;
        try {
            for (String line : body.lines().filter(one -> !one.isBlank()).toList()) {
                scripts.queue(line);
                queued++;
            }
        } catch (IllegalArgumentException unreadable) {
            throw new RefusedException(Refusal.script(unreadable));
        }
        return queued;
    }

    private void requests(ArrayNode list) {
        for (RecordedRequest request : recorder.all()) {
            ObjectNode one = list.addObject()
                    .put("method", request.method())
                    .put("target", request.target())
                    .put("ending", request.ending().name())
                    .put("client_disconnected", request.clientDisconnected());
            ArrayNode headers = one.putArray("headers");
            request.headers()
                    .forEach(header -> headers.addArray().add(header.name()).add(header.value()));
            request.body().ifPresentOrElse(body -> one.set("body", body), () -> one.putNull("body"));
            ObjectNode form = one.putObject("form");
            request.form().forEach((name, values) -> values.forEach(form.withArray(name)::add));
        }
    }

    private void descriptions(ArrayNode list) {
        for (ScriptDescription script : scripts.descriptions()) {
            ObjectNode one = list.addObject().put("name", script.name()).put("summary", script.summary());
            ObjectNode keys = one.putObject("keys");
            script.keys().forEach(keys::put);
        }
    }
}
