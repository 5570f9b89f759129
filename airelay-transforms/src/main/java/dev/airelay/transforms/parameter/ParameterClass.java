package dev.airelay.transforms.parameter;

/** What the relay does with a request parameter. Every parameter is in exactly one class. */
public enum ParameterClass {
    /** Forwarded to the upstream, possibly renamed or reshaped. */
    MAPPED("mapped"),
    /** Honoured by the relay itself. */
    LOCAL("local"),
    /** Accepted with the values that mean what happens anyway; any other value is rejected or ignored as the rule says. */
    NO_OP("no-op"),
    /** Dropped, and disclosed to the client; rejected in strict mode. */
    IGNORED("ignored"),
    /** Rejected, because dropping it would change the meaning of the answer. */
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
