package dev.airelay.emulator;

import dev.airelay.emulator.api.CheckOptions;
import dev.airelay.emulator.api.IssuerOptions;
import java.time.Duration;
import java.time.InstantSource;

/**
 * The options of an emulator. Start from {@link #defaults()} and change what your test needs.
 *
 * @param port the port on 127.0.0.1; 0 lets the system choose
 * @param betweenEvents pause between two stream events; zero writes as fast as the client reads
 * @param script scripts for every generation request, or for the requests named by {@code on}, in the grammar of {@link
 *     Emulator#script}; empty for none
 * @param checks how strictly requests are checked
 * @param filledOutput whether {@code response.completed} carries the output; the real backend sends an empty array
 * @param recordedRequests maximum number of recorded requests; the oldest are dropped first
 * @param clock the clock for token expiry, {@code created_at} and reset times
 * @param issuer options of the login server
 * @param tls whether connections with TLS are accepted beside plain ones, with certificates made at the start
 */
public record EmulatorOptions(
        int port,
        Duration betweenEvents,
        String script,
        CheckOptions checks,
        boolean filledOutput,
        int recordedRequests,
        InstantSource clock,
        IssuerOptions issuer,
        boolean tls) {
    private static final int MAX_PORT = 65_535;
    private static final int DEFAULT_RECORDED_REQUESTS = 1_000;

    /** Checks the ranges. */
    public EmulatorOptions {
        if (port < 0 || port > MAX_PORT) {
            throw new IllegalArgumentException("port must be 0.." + MAX_PORT + ", was " + port);
        }
        if (betweenEvents.isNegative()) {
            throw new IllegalArgumentException(
                    "the pause between events must not be negative, was " + betweenEvents.toMillis() + " ms");
        }
        if (recordedRequests < 1) {
            throw new IllegalArgumentException("recordedRequests must be at least 1, was " + recordedRequests);
        }
    }

    /** A free port, no pause, no script, default checks, empty final output, the system clock, no TLS. */
    public static EmulatorOptions defaults() {
        return new EmulatorOptions(
                0,
                Duration.ZERO,
                "",
                CheckOptions.defaults(),
                false,
                DEFAULT_RECORDED_REQUESTS,
                InstantSource.system(),
                IssuerOptions.defaults(),
                false);
    }

    /** The same options on another port. */
    public EmulatorOptions withPort(int newPort) {
        return new EmulatorOptions(
                newPort, betweenEvents, script, checks, filledOutput, recordedRequests, clock, issuer, tls);
    }

    /** The same options with another pause between stream events. */
    public EmulatorOptions withPace(Duration pause) {
        return new EmulatorOptions(port, pause, script, checks, filledOutput, recordedRequests, clock, issuer, tls);
    }

    /** The same options with scripts for every generation request. */
    public EmulatorOptions withScript(String scripts) {
        return new EmulatorOptions(
                port, betweenEvents, scripts, checks, filledOutput, recordedRequests, clock, issuer, tls);
    }

    /** The same options with other checks. */
    public EmulatorOptions withChecks(CheckOptions newChecks) {
        return new EmulatorOptions(
                port, betweenEvents, script, newChecks, filledOutput, recordedRequests, clock, issuer, tls);
    }

    /** The same options with the output present or absent in {@code response.completed}. */
    public EmulatorOptions withFilledOutput(boolean filled) {
        return new EmulatorOptions(port, betweenEvents, script, checks, filled, recordedRequests, clock, issuer, tls);
    }

    /** The same options with another limit on recorded requests. */
    public EmulatorOptions withRecordedRequests(int kept) {
        return new EmulatorOptions(port, betweenEvents, script, checks, filledOutput, kept, clock, issuer, tls);
    }

    /** The same options with another clock. */
    public EmulatorOptions withClock(InstantSource time) {
        return new EmulatorOptions(
                port, betweenEvents, script, checks, filledOutput, recordedRequests, time, issuer, tls);
    }

    /** The same options with another login server. */
    public EmulatorOptions withIssuer(IssuerOptions login) {
        return new EmulatorOptions(
                port, betweenEvents, script, checks, filledOutput, recordedRequests, clock, login, tls);
    }

    /** The same options with TLS. */
    public EmulatorOptions withTls() {
        return new EmulatorOptions(
                port, betweenEvents, script, checks, filledOutput, recordedRequests, clock, issuer, true);
    }
}
