package dev.airelay.emulator.http;

/** A request is answered with a refusal instead of a turn. Thrown by checks, caught where answers are planned. */
public final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Refusal refusal;

    /** A refusal to be sent as the response. */
    public RefusedException(Refusal refusal) {
        super(refusal.toString(), null, false, false);
        this.refusal = refusal;
    }

    Refusal refusal() {
        return refusal;
    }
}
