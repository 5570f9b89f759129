package dev.airelay.backend.call;

import dev.airelay.auth.issuer.Credentials;
import dev.airelay.auth.session.CredentialSource;
import dev.airelay.backend.account.WorkspaceRouting;
import dev.airelay.backend.connect.BackendOptions;
import dev.airelay.backend.connect.Endpoint;
import dev.airelay.backend.connect.Network;
import dev.airelay.backend.connect.TransportFailures;
import dev.airelay.transforms.failure.UpstreamFailure;
import io.netty.channel.EventLoop;
import java.net.URI;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The settings, credentials and hosts that every exchange of one client shares. Safe for concurrent use. */
final class ClientContext {

    private static final CompletionStage<WorkspaceRouting> FREE =
            CompletableFuture.completedStage(WorkspaceRouting.FREE);

    private final BackendOptions options;
    private final CredentialSource credentials;
    private final InstantSource clock;
    private final Sites sites;
    private final @Nullable WorkspaceRoutings routings;

    /** Creates the context of a client that sends every request to the base URL. */
    ClientContext(BackendOptions options, CredentialSource credentials, Network network, InstantSource clock) {
        this(options, credentials, clock, new Sites(options, network, clock), null);
    }

    private ClientContext(
            BackendOptions options,
            CredentialSource credentials,
            InstantSource clock,
            Sites sites,
            @Nullable WorkspaceRoutings routings) {
        this.options = options;
        this.credentials = credentials;
        this.clock = clock;
        this.sites = sites;
        this.routings = routings;
    }

    /** Returns the same for a client whose requests follow their account's routing. */
    ClientContext routedBy(WorkspaceRoutings known) {
        return new ClientContext(options, credentials, clock, sites, known);
    }

    /** Returns the same for requests to the base URL, signed by this login as long as the upstream does not reject it. */
    ClientContext unrouted(Credentials login) {
        CredentialSource first = new CredentialSource() {
            @Override
            public CompletionStage<Credentials> current() {
                return CompletableFuture.completedStage(login);
            }

            @Override
            public CompletionStage<Credentials> afterRejection(Credentials rejected) {
                return credentials.afterRejection(rejected);
            }
        };
        return new ClientContext(options, first, clock, sites, null);
    }

    BackendOptions options() {
        return options;
    }

    CredentialSource credentials() {
        return credentials;
    }

    /** Returns the configured host and the paths, which are the same everywhere. */
    Endpoint endpoint() {
        return sites.home.endpoint();
    }

    /** The messages of failures that are not about one exchange. */
    TransportFailures failures() {
        return sites.home.failures();
    }

    /** Returns the routing of this login's requests; complete unless it is the account's first request. */
    CompletionStage<WorkspaceRouting> routing(Credentials login, EventLoop loop) {
        return routings == null ? FREE : routings.of(login, loop);
    }

    /** Records that the upstream could not route a request; returns whether a retry may get a new routing. */
    boolean misrouted(Credentials login, WorkspaceRouting used) {
        return routings != null && routings.doubt(login, used);
    }

    Site site(WorkspaceRouting routing) {
        return sites.of(routing);
    }

    /** Returns the failure of an event that is larger than it may be. */
    UpstreamFailure eventTooLarge() {
        return UpstreamFailure.server(
                502,
                "event_too_large",
                "The upstream sent an event larger than " + options.maxEventBytes()
                        + " bytes. Raise upstream.max_event_bytes in the configuration to accept it.");
    }

    /** The current time in seconds, from which the upstream's reset times are counted. */
    long epochSeconds() {
        return clock.instant().getEpochSecond();
    }

    /** Closes the idle connections of every host. */
    void close() {
        sites.close();
    }

    /** The configured host and, if the account is bound to another one, that. */
    private static final class Sites {

        private final BackendOptions options;
        private final Network network;
        private final InstantSource clock;
        private final Site home;
        private @Nullable URI awayOrigin;
        private @Nullable Site away;

        Sites(BackendOptions options, Network network, InstantSource clock) {
            this.options = options;
            this.network = network;
            this.clock = clock;
            this.home = new Site(Endpoint.of(options.baseUrl()), options, network, clock);
        }

        Site of(WorkspaceRouting routing) {
            return routing.origin().map(this::at).orElse(home);
        }

        private synchronized Site at(URI origin) {
            Site known = away;
            if (known != null && origin.equals(awayOrigin)) {
                return known;
            }
            if (known != null) {
                known.close();
            }
            Site fresh = new Site(home.endpoint().at(origin), options, network, clock);
            away = fresh;
            awayOrigin = origin;
            return fresh;
        }

        synchronized void close() {
            home.close();
            if (away != null) {
                away.close();
            }
        }
    }
}
