package dev.airelay.traffic.write;

/** Whether the traffic log is behind. Safe for concurrent use; never blocks. */
public interface LogBacklog {
    /**
     * Returns whether so many records are waiting that a new request should wait briefly, so that no records are lost. Costs
     * a volatile read for each request.
     */
    boolean backlogged();

    /**
     * Records that a request has waited for the longest time allowed, and continues. Until another record is written, the
     * log counts as stuck and no other request waits for it.
     */
    void waitedInVain();
}
