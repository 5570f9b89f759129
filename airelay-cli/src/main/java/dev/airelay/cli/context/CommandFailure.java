package dev.airelay.cli.context;

import dev.airelay.server.ExitStatus;
import org.jspecify.annotations.Nullable;

/** A command cannot do its work. The message is one line for the user that says how to fix it. */
public final class CommandFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ExitStatus status;

    public CommandFailure(ExitStatus status, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.status = status;
    }

    public ExitStatus status() {
        return status;
    }
}
