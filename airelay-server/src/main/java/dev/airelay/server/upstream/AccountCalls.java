package dev.airelay.server.upstream;

import dev.airelay.backend.CodexClient;
import dev.airelay.backend.ModelCatalog;
import dev.airelay.server.trace.UpstreamAddresses;
import dev.airelay.traffic.record.LoggedBody;
import dev.airelay.traffic.write.TrafficLog;
import io.netty.channel.EventLoop;
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
public record AccountCalls(CodexClient upstream, TrafficLog log, UpstreamAddresses addresses) {
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
        TracedAnswer traced = new TracedAnswer(log, id, "GET", url);
        traced.asked(LoggedBody.none());
        return traced.follow(answer, body);
    }
}
