package dev.airelay.transforms.parameter;

/** What the relay does with a request parameter. Every parameter is in exactly one class. */
public enum ParameterClass {
    /** Forwarded to the upstream, possibly renamed or reshaped. */
    MAPPED,
    /** Honoured by the relay itself. */
    LOCAL,
    /** Accepted with the values that mean what happens anyway; any other value is rejected or ignored as the rule says. */
    NO_OP,
    /** Dropped, and disclosed to the client; rejected in strict mode. */
    IGNORED,
    /** Rejected, because dropping it would change the meaning of the answer. */
    REJECTED
}
