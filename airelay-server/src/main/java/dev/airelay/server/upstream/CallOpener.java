package dev.airelay.server.upstream;

import dev.airelay.backend.CallHandle;
import dev.airelay.backend.UpstreamSink;

/** Opens one upstream call. */
@FunctionalInterface
public interface CallOpener {

    /**
     * Opens the call. Called on the client's event loop; the sink is called on it too, and not before this has returned.
     */
    CallHandle open(UpstreamSink sink);
}
