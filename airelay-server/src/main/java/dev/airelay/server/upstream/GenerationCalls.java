package dev.airelay.server.upstream;

import dev.airelay.backend.call.AnswerMeter;
import dev.airelay.backend.call.CallHandle;
import dev.airelay.backend.call.CallObserver;
import dev.airelay.backend.call.CallPlan;
import dev.airelay.backend.call.CodexClient;
import dev.airelay.backend.call.UpstreamSink;
import dev.airelay.server.trace.RequestTrace;
import dev.airelay.server.trace.UpstreamAddresses;
import dev.airelay.traffic.record.LoggedBody;
import dev.airelay.traffic.record.UpstreamRecord;
import dev.airelay.transforms.failure.ApiError;
import dev.airelay.transforms.failure.UpstreamFailure;
import dev.airelay.transforms.spi.CodexRequest;
import dev.airelay.transforms.spi.FailureTranslator;
import io.netty.channel.ChannelHandlerContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Plans the upstream calls of generations: their retries, time limits and observers. Safe for concurrent use.
 *
 * @param upstream runs each call on the client's event loop
 * @param retries decides on retries
 * @param longest time limit of a call including retries; zero for no limit
 * @param limits replaces the upstream while the plan is used up
 * @param compactions whether the upstream has the route of compactions
 * @param observers learn from every attempt of every call
 */
public record GenerationCalls(
        CodexClient upstream,
        RetryPolicy retries,
        Duration longest,
        PlanLimitCache limits,
        OptionalRoute compactions,
        List<CallObserver> observers) {

    /** Receives facts about a call that the client must know. Called on the event loop, before the response head. */
    public interface CallNotes {

        /** Returns the trace of the client's request; empty when none is recorded. */
        Optional<RequestTrace> trace();

        /** Part of earlier turns was omitted because the upstream rejected it. */
        void leftOut(String what);

        /** The failure is the plan's limit, as the upstream reported it before. */
        void limitRepeated(PlanLimitCache.Known limit);
    }

    /** One planned call. */
    @FunctionalInterface
    public interface Call {

        /**
         * Starts the call. Called on the client's event loop, once; the sink is called on it too.
         *
         * @param meter the memory that the response may take
         */
        CallHandle start(AnswerMeter meter, UpstreamSink sink);
    }

    /**
     * Plans the call of this request.
     *
     * @param failures rewords failures for the client
     * @param whole whether the client gets one object instead of a stream
     * @param notes receives, on the event loop, facts about the call that the client must know
     */
    public Call generation(
            ChannelHandlerContext ctx,
            CodexRequest request,
            FailureTranslator failures,
            boolean whole,
            CallNotes notes) {
        return (meter, sink) -> {
            Planning planning = planning(ctx, request, notes, UpstreamAddresses::responses);
            return upstream.open(
                    ctx.channel().eventLoop(), planning.state::request, planning.plan(failures, whole, meter), sink);
        };
    }

    /**
     * Plans a call that compacts a conversation. Its sink receives one object.
     *
     * @param request for the upstream's route
     * @param triggered returns the request that is sent instead if the upstream does not have the route
     */
    public Call compaction(
            ChannelHandlerContext ctx,
            CodexRequest request,
            Supplier<CodexRequest> triggered,
            FailureTranslator failures,
            CallNotes notes) {
        return (meter, sink) -> new CompactionCall(
                        compactions,
                        sink,
                        objects -> {
                            Planning planning = planning(ctx, request, notes, UpstreamAddresses::compaction);
                            return upstream.compact(
                                    ctx.channel().eventLoop(),
                                    planning.state::request,
                                    planning.plan(failures, true, meter),
                                    objects);
                        },
                        events -> {
                            Planning planning = planning(ctx, triggered.get(), notes, UpstreamAddresses::responses);
                            return upstream.open(
                                    ctx.channel().eventLoop(),
                                    planning.state::request,
                                    planning.plan(failures, true, meter),
                                    events);
                        })
                .start();
    }

    /**
     * Plans a call that sends JSON.
     *
     * @param place its address
     */
    Planning planning(
            ChannelHandlerContext ctx,
            CodexRequest request,
            CallNotes notes,
            Function<UpstreamAddresses, String> place) {
        Planning planning = new Planning(ctx, request, notes);
        notes.trace()
                .ifPresent(log -> planning.watching.add(
                        CallTrace.ofJson(log, place.apply(log.traffic().upstream()), request.sessionId())));
        return planning;
    }

    /**
     * Plans a call that does not send JSON, and of which only the size is logged.
     *
     * @param model the model whose limits apply
     * @param place its address
     * @param size size of the body
     */
    Planning planning(
            ChannelHandlerContext ctx,
            String model,
            CallNotes notes,
            Function<UpstreamAddresses, String> place,
            long size) {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("model", model);
        Planning planning = new Planning(ctx, new CodexRequest(body, ""), notes);
        notes.trace()
                .ifPresent(log -> planning.watching.add(new CallTrace(
                        log, place.apply(log.traffic().upstream()), null, sent -> new LoggedBody.Omitted(size))));
        return planning;
    }

    /** The parts of one call's plan. */
    final class Planning {
        private final ChannelHandlerContext ctx;
        private final String model;
        private final CallNotes notes;
        private final Optional<RequestTrace> trace;
        private final RetryState state;
        private final List<CallObserver> watching;

        private Planning(ChannelHandlerContext ctx, CodexRequest request, CallNotes notes) {
            this.ctx = ctx;
            this.model = request.model();
            this.notes = notes;
            this.trace = notes.trace();
            RetryPolicy policy = trace.map(log -> retries.reportingTo(new TracedRetries(log, retries.maxAttempts())))
                    .orElse(retries);
            this.state = new RetryState(request, policy, notes::leftOut);
            this.watching = new ArrayList<>(observers);
            watching.add(limits.watch(model));
        }

        /** Returns the request of the next attempt. */
        CodexRequest request() {
            return state.request();
        }

        CallPlan plan(FailureTranslator failures, boolean whole, AnswerMeter meter) {
            return new CallPlan(
                    state::waitAfter,
                    verdict -> limits.find(
                            ctx.executor(),
                            model,
                            known -> verdict.accept(known.map(
                                    limit -> new CallPlan.KnownFailure(limit.failure(), () -> answeredHere(limit))))),
                    whole,
                    longest,
                    meter,
                    watching,
                    Optional.of(failures.about(model)),
                    trace.isPresent() ? trace.get().traceContext() : Optional.empty());
        }

        private void answeredHere(PlanLimitCache.Known known) {
            notes.limitRepeated(known);
            trace.ifPresent(log -> log.record(new UpstreamRecord.RetrySkipped(
                    log.requestId(), "limit_known", known.failure().status())));
        }
    }

    /**
     * Logs which failed calls are retried, and which are not although their kind of failure is.
     *
     * @param transit the trace of the client's request
     * @param maxAttempts maximum number of attempts
     */
    private record TracedRetries(RequestTrace transit, int maxAttempts) implements RetryPolicy.Listener {

        @Override
        public void decided(UpstreamFailure failure, int attempt, Optional<Duration> wait) {
            ApiError error = failure.error();
            String reason = error.code() == null ? error.type() : error.code();
            if (wait.isPresent()) {
                transit.record(new UpstreamRecord.RetryBackoff(
                        transit.requestId(), attempt, maxAttempts, wait.get(), failure.status(), reason));
            } else if (maxAttempts > 1) {
                transit.record(new UpstreamRecord.RetrySkipped(
                        transit.requestId(), attempt == maxAttempts ? "attempts_used_up" : reason, failure.status()));
            }
        }
    }
}
