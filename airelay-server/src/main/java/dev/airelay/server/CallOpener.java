package dev.airelay.server;

import dev.airelay.backend.UpstreamCall;
import dev.airelay.backend.UpstreamSink;

/** Opens one upstream call. */
@FunctionalInterface
interface CallOpener {

    /**
     * Opens the call. Called on the client's event loop; the sink is called on it too, and not before this has returned.
     */
    UpstreamCall open(UpstreamSink sink);
}
