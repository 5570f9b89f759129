package dev.airelay.emulator;

import java.util.List;

/** {@code POST /backend-api/codex/responses}: checks the request, plans the turn, lets scripts change it. */
final class ResponsesEndpoint implements Endpoint {
    static final String TARGET = "responses";

    private final EmulatorOptions options;
    private final RequestChecks checks;
    private final ScriptSources scripts;
    private final Ids ids;
    private final RateLimits limits;
    private final String modelsEtag;
    private final PromptCache cache = new PromptCache();

    ResponsesEndpoint(
            EmulatorOptions options,
            RequestChecks checks,
            ScriptSources scripts,
            Ids ids,
            RateLimits limits,
            String modelsEtag) {
        this.options = options;
        this.checks = checks;
        this.scripts = scripts;
        this.ids = ids;
        this.limits = limits;
        this.modelsEtag = modelsEtag;
    }

    @Override
    public Performance answer(IncomingRequest http) throws RefusedException {
        checks.credentials().check(http);
        TurnRequest request = TurnRequest.of(http);
        checks.check(request);
        try {
            return scripted(request);
        } catch (IllegalArgumentException unreadable) {
            throw new RefusedException(Refusal.script(unreadable));
        }
    }

    private Performance scripted(TurnRequest request) {
        limits.answered();
        List<ScriptCall> calls = scripts.of(
                request.http(),
                TARGET,
                request.lastUserText(),
                !request.freshToolOutputs().isEmpty());
        TurnWishes wishes = new TurnWishes();
        for (ScriptCall call : calls) {
            if (ScriptTable.of(call).effect() instanceof Script.Shape shape) {
                shape.apply(wishes, call);
            }
        }
        Turn turn = new TurnPlanner(ids).plan(request, wishes);
        ResponseObject response =
                ResponseObject.of(ids.response(), options.clock().instant().getEpochSecond(), request);
        response = turn.announced() ? response : response.announcedInMetadata();
        Performance performance = performance(request, turn, response, wishes.wantsFilledOutput());
        Script.Stage stage = new Script.Stage(response, limits);
        for (ScriptCall call : calls) {
            if (ScriptTable.of(call).effect() instanceof Script.Fault fault) {
                performance = fault.apply(performance, call, stage);
            }
        }
        return performance.mapEvents(StreamEvent::numbered);
    }

    private Performance performance(TurnRequest request, Turn turn, ResponseObject response, boolean filled) {
        List<StreamEvent> events =
                new TurnEvents(ids, limits).of(turn, response, usage(request, turn), filled || options.filledOutput());
        Headers headers = Headers.of("content-type", "text/event-stream; charset=utf-8")
                .with("cache-control", "no-cache")
                .with("x-request-id", ids.request())
                .with("openai-model", request.model())
                .with("x-models-etag", modelsEtag)
                .with("x-reasoning-included", "true")
                .with(limits.headers());
        return new Performance(
                200,
                headers,
                new Performance.Events(events, SseFormat.PLAIN),
                Transport.paced(options.betweenEvents()));
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
}
