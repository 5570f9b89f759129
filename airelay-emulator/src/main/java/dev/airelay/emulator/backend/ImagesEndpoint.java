package dev.airelay.emulator.backend;

import dev.airelay.emulator.check.Credentials;
import dev.airelay.emulator.check.ImageCheck;
import dev.airelay.emulator.common.Ids;
import dev.airelay.emulator.common.Json;
import dev.airelay.emulator.http.Endpoint;
import dev.airelay.emulator.http.Headers;
import dev.airelay.emulator.http.IncomingRequest;
import dev.airelay.emulator.http.RefusedException;
import dev.airelay.emulator.http.ScriptedResponse;
import dev.airelay.emulator.http.Transport;
import dev.airelay.emulator.turn.Drawing;
import dev.airelay.emulator.turn.RateLimits;
import dev.airelay.emulator.turn.TurnRequest;
import java.time.Duration;
import java.time.InstantSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code POST /backend-api/codex/images/generations} and {@code /edits}: checks the request and draws, in the size and
 * quality that the backend chooses.
 */
public final class ImagesEndpoint implements Endpoint {
    private static final String PROMPT = "prompt";

    private final ImageCheck check;
    private final Credentials credentials;
    private final Ids ids;
    private final RateLimits limits;
    private final InstantSource clock;

    /** An endpoint that answers the requests which pass the checks. */
    public ImagesEndpoint(ImageCheck check, Credentials credentials, Ids ids, RateLimits limits, InstantSource clock) {
        this.check = check;
        this.credentials = credentials;
        this.ids = ids;
        this.limits = limits;
        this.clock = clock;
    }

    /** The prompt of a request, or an empty text. */
    public static String prompt(IncomingRequest request) {
        return Json.read(request.body()).map(body -> Json.string(body, PROMPT)).orElse("");
    }

    @Override
    public ScriptedResponse answer(IncomingRequest http) throws RefusedException {
        credentials.checkTurn(http);
        ObjectNode body = TurnRequest.of(http).body();
        int count = check.check(body);
        limits.answered();
        return ScriptedResponse.json(200, drawn(body, count), Transport.paced(Duration.ZERO))
                .withHeaders(Headers.of("x-request-id", ids.request()).with(limits.headers()));
    }

    private ObjectNode drawn(JsonNode asked, int count) {
        Drawing drawing = Drawing.of(asked, Json.string(asked, PROMPT));
        ObjectNode reply = Json.object().put("created", clock.instant().getEpochSecond());
        ArrayNode data = reply.putArray("data");
        String image = drawing.base64();
        for (int i = 0; i < count; i++) {
            data.addObject().put("b64_json", image);
        }
        return reply.put("background", drawing.background())
                .put("quality", Drawing.QUALITY)
                .put("size", drawing.size());
    }
}
