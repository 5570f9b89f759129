package dev.airelay.server.upstream;

import dev.airelay.auth.session.CredentialSource;
import dev.airelay.backend.account.AccountCache;
import dev.airelay.backend.call.CallObserver;
import dev.airelay.config.ConfigKeys;
import dev.airelay.config.RelayConfig;
import io.netty.channel.EventLoopGroup;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * The state of the upstream that the relay remembers between requests.
 *
 * @param models its models
 * @param usage its own report of the plan
 * @param limits the plan's limits from the responses to generations
 */
public record UpstreamKnowledge(ModelCatalogs models, AccountCache<ObjectNode> usage, LiveLimits limits) {

    /** The headers of every generation contain the same, so frequent requests are not needed. */
    private static final Duration USAGE_TTL = Duration.ofSeconds(60);

    public static UpstreamKnowledge of(
            RelayConfig config, AccountCalls upstream, CredentialSource credentials, EventLoopGroup loops) {
        InstantSource clock = InstantSource.system();
        return new UpstreamKnowledge(
                new ModelCatalogs(
                        new AccountCache<>(
                                upstream::models, credentials, config.get(ConfigKeys.MODELS_CACHE_TTL), clock),
                        config.get(ConfigKeys.EXTRA_MODELS),
                        config.get(ConfigKeys.CLIENT_VERSION),
                        loops::next),
                new AccountCache<>(upstream::usage, credentials, USAGE_TTL, clock),
                new LiveLimits(clock));
    }

    /** Returns the observers of every upstream call. */
    public List<CallObserver> observers() {
        return List.of(limits, models);
    }
}
