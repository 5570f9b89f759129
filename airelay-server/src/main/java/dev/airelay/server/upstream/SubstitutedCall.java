package dev.airelay.server.upstream;

import dev.airelay.backend.call.CallHandle;
import org.jspecify.annotations.Nullable;

/** A call that may be replaced by another one without its owner noticing. Used on the call's event loop only. */
abstract class SubstitutedCall implements CallHandle {

    private @Nullable CallHandle current;
    private boolean canceled;
    private boolean paused;

    /** Continues with this call. */
    final void take(CallHandle started) {
        current = started;
        if (canceled) {
            started.cancel();
        } else if (paused) {
            started.pause();
        }
    }

    @Override
    public final void cancel() {
        canceled = true;
        if (current != null) {
            current.cancel();
        }
    }

    @Override
    public final void pause() {
        paused = true;
        if (current != null) {
            current.pause();
        }
    }

    @Override
    public final void resume() {
        paused = false;
        if (current != null) {
            current.resume();
        }
    }
}
