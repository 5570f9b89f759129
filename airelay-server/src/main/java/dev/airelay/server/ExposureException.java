package dev.airelay.server;

/**
 * Thrown when the relay would be open to other machines without a token. The message names the address and how to fix it.
 */
public final class ExposureException extends StartException {

    private static final long serialVersionUID = 1L;

    ExposureException(String message) {
        super(message);
    }

    @Override
    public ExitStatus status() {
        return ExitStatus.CONFIG;
    }
}
