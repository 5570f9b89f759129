package dev.airelay.server.upstream;

import dev.airelay.backend.account.ModelCatalog;
import dev.airelay.backend.call.CallObserver;
import dev.airelay.backend.call.CodexClient;
import dev.airelay.backend.connect.UpstreamException;
import dev.airelay.backend.connect.UpstreamHead;
import dev.airelay.base.JsonTrees;
import dev.airelay.server.trace.UpstreamAddresses;
import dev.airelay.traffic.record.LoggedBody;
import dev.airelay.traffic.record.UpstreamRecord;
import dev.airelay.traffic.write.TrafficLog;
import dev.airelay.transforms.failure.ApiError;
import io.netty.channel.EventLoop;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import tools.jackson.databind.node.ObjectNode;

/**
 * The upstream calls that do not belong to one request, recorded in the traffic log. Safe for use from any thread; never
 * blocks.
 *
 * @param upstream performs the calls
 * @param log receives the records
 * @param addresses the addresses of the calls
 */
public record AccountCalls(CodexClient upstream, TrafficLog log, UpstreamAddresses addresses) {
    private static final System.Logger LOG = System.getLogger(AccountCalls.class.getName());
    private static final String METHOD = "GET";
    private static final String JSON = "application/json";

    CompletionStage<ModelCatalog> models(EventLoop loop) {
        return traced("upstream-models", addresses.models(), upstream.models(loop), catalog -> LoggedBody.unknown());
    }

    CompletionStage<ObjectNode> usage(EventLoop loop) {
        return traced("upstream-usage", addresses.usage(), upstream.usage(loop), AccountCalls::body);
    }

    /**
     * Returns an observer that records each look-up of the account's routing. A backend that does not have the route is not
     * a failure.
     */
    public static CallObserver workspaceLookups(TrafficLog log, UpstreamAddresses addresses) {
        String id = "upstream-accounts";
        String url = addresses.accounts();
        return new CallObserver() {
            @Override
            public void onAttempt(byte[] body) {
                log.record(new UpstreamRecord.Request(id, METHOD, url, null, LoggedBody.none()));
            }

            @Override
            public void onOpen(UpstreamHead head) {
                log.record(new UpstreamRecord.Response(id, METHOD, url, 200, null, LoggedBody.unknown()));
            }

            @Override
            public void onFailure(UpstreamException failure) {
                int status = failure.failure().status();
                log.record(
                        status == 404
                                ? new UpstreamRecord.Response(id, METHOD, url, status, null, LoggedBody.unknown())
                                : new UpstreamRecord.ResponseError(
                                        id,
                                        status,
                                        null,
                                        body(failure.failure().error().toEnvelope())));
            }
        };
    }

    private static LoggedBody body(ObjectNode json) {
        // The caller may change the object; it is small.
        return new LoggedBody.Bytes(JSON, JsonTrees.usual().write(json));
    }

    /** Records a call under a name, since it has no request id. */
    private <T> CompletionStage<T> traced(
            String id, String url, CompletionStage<T> response, Function<T, LoggedBody> body) {
        log.record(new UpstreamRecord.Request(id, METHOD, url, null, LoggedBody.none()));
        return response.whenComplete((value, failure) -> {
            if (failure == null) {
                log.record(new UpstreamRecord.Response(id, METHOD, url, 200, null, body.apply(value)));
            } else {
                failed(id, failure);
            }
        });
    }

    private void failed(String id, Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof UpstreamException refused) {
            ApiError error = refused.failure().error();
            log.record(
                    new UpstreamRecord.ResponseError(id, refused.failure().status(), null, body(error.toEnvelope())));
        } else {
            LOG.log(System.Logger.Level.ERROR, "event=upstream_call_failed", cause);
            log.record(new UpstreamRecord.StreamError(id, "failed", null, "The call failed inside AIRelay."));
        }
    }
}
