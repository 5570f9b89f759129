package dev.airelay.traffic.write;

/** Whether the traffic log is behind. Safe for concurrent use; never blocks. */
public interface LogBacklog {
    /**
     * Returns whether so many records wait to be written that a new request should wait too, for a short time, or records will
     * be lost. Costs a volatile read for each request.
     */
    boolean backlogged();

    /**
     * Notes that a request has waited for as long as one may, and continues. Unless a record is written afterwards, the log is
     * stuck and no other request waits for it.
     */
    void waitedInVain();
}
