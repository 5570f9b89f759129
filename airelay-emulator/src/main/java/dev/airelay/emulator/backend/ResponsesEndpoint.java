package dev.airelay.emulator.backend;

import dev.airelay.emulator.check.RequestChecks;
import dev.airelay.emulator.common.Ids;
import dev.airelay.emulator.common.Json;
import dev.airelay.emulator.fault.FaultContext;
import dev.airelay.emulator.fault.ResponseEffect;
import dev.airelay.emulator.http.Endpoint;
import dev.airelay.emulator.http.Headers;
import dev.airelay.emulator.http.IncomingRequest;
import dev.airelay.emulator.http.Refusal;
import dev.airelay.emulator.http.RefusedException;
import dev.airelay.emulator.http.ScriptedResponse;
import dev.airelay.emulator.http.SseFormat;
import dev.airelay.emulator.http.StreamEvent;
import dev.airelay.emulator.http.Transport;
import dev.airelay.emulator.script.ScriptCall;
import dev.airelay.emulator.script.ScriptSources;
import dev.airelay.emulator.script.ScriptTarget;
import dev.airelay.emulator.turn.ItemJson;
import dev.airelay.emulator.turn.OutputItem;
import dev.airelay.emulator.turn.RateLimits;
import dev.airelay.emulator.turn.ResponseObject;
import dev.airelay.emulator.turn.Turn;
import dev.airelay.emulator.turn.TurnEffect;
import dev.airelay.emulator.turn.TurnEvents;
import dev.airelay.emulator.turn.TurnOverrides;
import dev.airelay.emulator.turn.TurnPlanner;
import dev.airelay.emulator.turn.TurnRequest;
import dev.airelay.emulator.turn.Usage;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code POST /backend-api/codex/responses}: checks the request, plans the turn, lets scripts change it. Plans the turns
 * of sockets too.
 */
public final class ResponsesEndpoint implements Endpoint {
    /**
     * How turns are answered.
     *
     * @param betweenEvents pause between two stream events
     * @param filledOutput whether {@code response.completed} carries the output
     * @param clock the time of {@code created_at}
     */
    public record Settings(Duration betweenEvents, boolean filledOutput, InstantSource clock) {}

    private final Settings settings;
    private final RequestChecks checks;
    private final ScriptSources scripts;
    private final Ids ids;
    private final RateLimits limits;
    private final String modelsEtag;
    private final PromptCache cache = new PromptCache();

    /** An endpoint that answers the turns which pass the checks. */
    public ResponsesEndpoint(
            Settings settings,
            RequestChecks checks,
            ScriptSources scripts,
            Ids ids,
            RateLimits limits,
            String modelsEtag) {
        this.settings = settings;
        this.checks = checks;
        this.scripts = scripts;
        this.ids = ids;
        this.limits = limits;
        this.modelsEtag = modelsEtag;
    }

    @Override
    public ScriptedResponse answer(IncomingRequest http) throws RefusedException {
        checks.credentials().checkTurn(http);
        return reply(TurnRequest.of(http)).response();
    }

    /**
     * A planned turn.
     *
     * @param response the response, changed by scripts
     * @param id the id of the response
     * @param output the finished items, whether or not scripts let the client see them
     */
    record Reply(ScriptedResponse response, String id, List<ObjectNode> output) {
        /** The type of the last event, or an empty text. */
        String lastEvent() {
            List<StreamEvent> events =
                    response.body() instanceof ScriptedResponse.Events stream ? stream.events() : List.of();
            return events.isEmpty() ? "" : events.get(events.size() - 1).type();
        }
    }

    /**
     * Checks a request whose credentials are accepted, and plans its turn.
     *
     * @throws RefusedException when the request is answered with an error
     */
    Reply reply(TurnRequest request) throws RefusedException {
        checks.check(request);
        try {
            return scripted(request);
        } catch (IllegalArgumentException unreadable) {
            throw new RefusedException(Refusal.script(unreadable));
        }
    }

    private Reply scripted(TurnRequest asked) {
        limits.answered();
        List<ScriptCall> calls = scripts.of(
                asked.http(),
                asked.warmsUp() ? ScriptTarget.PREWARM : ScriptTarget.RESPONSES,
                asked.lastUserText(),
                asked.toolRounds());
        TurnOverrides overrides = new TurnOverrides();
        for (ScriptCall call : calls) {
            if (scripts.effect(call) instanceof TurnEffect effect) {
                effect.apply(overrides, call);
            }
        }
        TurnRequest request = overrides.hasImageTool() ? asked : asked.withoutImageTool();
        Turn turn = request.warmsUp() ? new Turn(List.of(), true) : new TurnPlanner(ids).plan(request, overrides);
        ResponseObject responseObject =
                ResponseObject.of(ids.response(), settings.clock().instant().getEpochSecond(), request);
        responseObject = turn.announced() ? responseObject : responseObject.announcedInMetadata();
        ScriptedResponse response = planned(request, turn, responseObject, overrides.wantsFilledOutput());
        FaultContext context = new FaultContext(responseObject, limits);
        for (ScriptCall call : calls) {
            if (scripts.effect(call) instanceof ResponseEffect fault) {
                response = fault.apply(response, call, context);
            }
        }
        return new Reply(
                response.mapEvents(StreamEvent::numbered),
                responseObject.id(),
                turn.items().stream().map(ItemJson::done).toList());
    }

    private ScriptedResponse planned(TurnRequest request, Turn turn, ResponseObject responseObject, boolean filled) {
        List<StreamEvent> events = new TurnEvents(ids, limits)
                .of(turn, responseObject, usage(request, turn), filled || settings.filledOutput());
        Headers headers = Headers.of("content-type", "text/event-stream; charset=utf-8")
                .with("cache-control", "no-cache")
                .with("openai-model", request.model())
                .with(commonHeaders());
        return new ScriptedResponse(
                200,
                headers,
                new ScriptedResponse.Events(events, SseFormat.PLAIN),
                Transport.paced(settings.betweenEvents()));
    }

    /** The headers of every response and of every upgrade. */
    Headers commonHeaders() {
        return Headers.of("x-request-id", ids.request())
                .with("x-models-etag", modelsEtag)
                .with("x-reasoning-included", "true")
                .with(limits.headers());
    }

    private Usage usage(TurnRequest request, Turn turn) {
        int input = Usage.tokens(request.http().body().length);
        int reasoning = 0;
        int output = 0;
        for (OutputItem item : turn.items()) {
            int tokens = Usage.tokens(Json.bytes(ItemJson.done(item)).length);
            output += tokens;
            reasoning += item instanceof OutputItem.Reasoning ? tokens : 0;
        }
        return new Usage(input, cache.cachedTokens(request, input), output, reasoning);
    }

    /**
     * Remembers how long the last prompt of each session was. A session counts only when its {@code session-id} header and
     * {@code prompt_cache_key} are the same text: the backend routes by the header. Bounded; safe for concurrent use.
     */
    private static final class PromptCache {
        private static final int MAX_SESSIONS = 10_000;

        private final Map<String, Integer> promptTokens = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
                return size() > MAX_SESSIONS;
            }
        };

        /** How many tokens of this prompt are known from the session's last one. */
        int cachedTokens(TurnRequest request, int inputTokens) {
            String session = request.sessionId();
            if (session.isEmpty() || !session.equals(request.cacheKey())) {
                return 0;
            }
            synchronized (promptTokens) {
                Integer before = promptTokens.put(request.accountId() + ' ' + session, inputTokens);
                return before == null ? 0 : Math.min(before, inputTokens);
            }
        }
    }
}
