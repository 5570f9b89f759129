package dev.airelay.server;

/** Thrown when the relay cannot listen on its address. The message is one line that names the address and how to fix it. */
public final class ListenException extends StartException {

    private static final long serialVersionUID = 1L;

    ListenException(String message, Throwable cause) {
        super(message, cause);
    }

    @Override
    public ExitStatus status() {
        return ExitStatus.UNAVAILABLE;
    }
}
