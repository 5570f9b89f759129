package dev.airelay.security;

/** The limits that a client can exceed. */
public enum AdmissionLimit {
    /** Too many wrong tokens came from the address. */
    FAILED_AUTH("ip_temporarily_blocked", "auth_block_active"),
    /** Too many requests of the address are in progress, and no more may wait. */
    CONCURRENCY("too_many_concurrent_requests", "concurrency_limit"),
    /** The address sends requests too often. */
    RATE("rate_limit_exceeded", "request_rate_limit");

    private final String code;
    private final String logReason;

    AdmissionLimit(String code, String logReason) {
        this.code = code;
        this.logReason = logReason;
    }

    /** The error's {@code code} in the response. */
    public String code() {
        return code;
    }

    /** The {@code reason} in the traffic log. */
    public String logReason() {
        return logReason;
    }
}
