package dev.airelay.transforms.parameter;

/** How the relay handles a request parameter. Every parameter is in exactly one class. */
public enum ParameterClass {
    /** Forwarded to the upstream, possibly renamed or reshaped. */
    MAPPED("mapped"),
    /** Honored by the relay itself. */
    LOCAL("local"),
    /** Accepted with values that have no effect; any other value is rejected or ignored, according to the rule. */
    NO_OP("no-op"),
    /** Dropped, and disclosed to the client; rejected in strict mode. */
    IGNORED("ignored"),
    /** Rejected, because dropping it would change the meaning of the response. */
    REJECTED("rejected");

    private final String wireName;

    ParameterClass(String wireName) {
        this.wireName = wireName;
    }

    /** Returns the name in the documentation and on the wire. */
    public String wireName() {
        return wireName;
    }
}
