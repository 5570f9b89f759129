package dev.airelay.server;

import dev.airelay.backend.CodexClient;
import dev.airelay.backend.ModelCatalog;
import dev.airelay.backend.UpstreamException;
import dev.airelay.traffic.LoggedBody;
import dev.airelay.traffic.TrafficLog;
import dev.airelay.traffic.UpstreamRecord;
import dev.airelay.transforms.ApiError;
import io.netty.channel.EventLoop;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Asks the upstream what is not about one request, and tells the traffic log. Any thread; never blocks.
 *
 * @param upstream answers
 * @param log takes the records
 * @param addresses where it is asked
 */
record AccountCalls(CodexClient upstream, TrafficLog log, UpstreamAddresses addresses) {
    private static final String METHOD = "GET";
    private static final String JSON = "application/json";

    CompletionStage<ModelCatalog> models(EventLoop loop) {
        return traced("upstream-models", addresses.models(), upstream.models(loop), catalog -> LoggedBody.unknown());
    }

    CompletionStage<ObjectNode> usage(EventLoop loop) {
        return traced("upstream-usage", addresses.usage(), upstream.usage(loop), AccountCalls::body);
    }

    private static LoggedBody body(ObjectNode usage) {
        // Whoever asked may change the object; it is small.
        return new LoggedBody.Bytes(JSON, JsonMapper.shared().writeValueAsBytes(usage));
    }

    private <T> CompletionStage<T> traced(
            String id, String url, CompletionStage<T> answer, Function<T, LoggedBody> body) {
        log.record(new UpstreamRecord.Request(id, METHOD, url, null, LoggedBody.none()));
        return answer.whenComplete((value, failure) -> {
            if (failure == null) {
                log.record(new UpstreamRecord.Response(id, METHOD, url, 200, null, body.apply(value)));
            } else {
                failed(id, failure);
            }
        });
    }

    /** A refusal has an answer's status; what else goes wrong is told in words. */
    private void failed(String id, Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof UpstreamException refused) {
            ApiError error = refused.failure().error();
            log.record(new UpstreamRecord.ResponseError(
                    id,
                    refused.failure().status(),
                    null,
                    new LoggedBody.Bytes(JSON, JsonMapper.shared().writeValueAsBytes(error.toEnvelope()))));
        } else {
            log.record(new UpstreamRecord.StreamError(id, "failed", null, String.valueOf(cause)));
        }
    }
}
