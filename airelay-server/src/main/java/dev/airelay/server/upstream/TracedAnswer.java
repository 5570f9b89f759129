package dev.airelay.server.upstream;

import dev.airelay.backend.UpstreamException;
import dev.airelay.traffic.record.LoggedBody;
import dev.airelay.traffic.record.UpstreamRecord;
import dev.airelay.traffic.write.TrafficLog;
import dev.airelay.transforms.failure.ApiError;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import tools.jackson.databind.json.JsonMapper;

/**
 * One call whose answer is a single object, of which the traffic log is told. Safe for concurrent use; never blocks.
 *
 * @param log takes the records
 * @param id of the request that the call is for, or what it is called where it is for none
 * @param method of HTTP
 * @param url where it is asked
 */
record TracedAnswer(TrafficLog log, String id, String method, String url) {
    private static final System.Logger LOG = System.getLogger(TracedAnswer.class.getName());
    private static final String JSON = "application/json";

    /** The call is made. */
    void asked(LoggedBody body) {
        log.record(new UpstreamRecord.Request(id, method, url, null, body));
    }

    /** Returns the answer, which is told when it comes, as is a failure. */
    <T> CompletionStage<T> follow(CompletionStage<T> answer, Function<T, LoggedBody> body) {
        return answer.whenComplete((value, failure) -> {
            if (failure == null) {
                log.record(new UpstreamRecord.Response(id, method, url, 200, null, body.apply(value)));
            } else {
                failed(failure);
            }
        });
    }

    /** A refusal has an answer's status; what else goes wrong is told in words. */
    private void failed(Throwable failure) {
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
            LOG.log(System.Logger.Level.ERROR, "event=upstream_call_failed", cause);
            log.record(new UpstreamRecord.StreamError(id, "failed", null, "The call failed inside AIRelay."));
        }
    }
}
