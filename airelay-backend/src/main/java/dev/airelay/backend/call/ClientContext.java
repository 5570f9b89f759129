package dev.airelay.backend.call;

import dev.airelay.auth.session.CredentialSource;
import dev.airelay.backend.connect.BackendOptions;
import dev.airelay.backend.connect.Connector;
import dev.airelay.backend.connect.Endpoint;
import dev.airelay.backend.connect.TransportFailures;
import java.time.InstantSource;

/** What every exchange of one client shares. All of it is safe for concurrent use. */
record ClientContext(
        BackendOptions options,
        Endpoint endpoint,
        CredentialSource credentials,
        RequestHeads heads,
        CloudflareCookies cookies,
        Connector connector,
        InstantSource clock) {

    /** Words the failures of these exchanges. */
    TransportFailures failures() {
        return new TransportFailures(endpoint, connector.proxy());
    }

    /** The current time in seconds, from which the upstream's reset times are counted. */
    long epochSeconds() {
        return clock.instant().getEpochSecond();
    }
}
