package dev.airelay.backend.connect;

import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The upstream's address, the client identity, time-outs and limits. Immutable and validated.
 *
 * @param baseUrl the inference base, {@code http} or {@code https}, without query; a trailing slash is dropped
 * @param clientVersion the Codex version to report; it determines which models the upstream offers
 * @param originator the client family to report
 * @param userAgent the complete {@code User-Agent}; see {@link #withIdentity}
 * @param connectTimeout from the start of the name lookup to the end of the TLS handshake
 * @param firstByteTimeout from the request being written to the response's head
 * @param idleTimeout the longest silence between bytes of a response; comments count as bytes
 * @param holdBack how long to hold the events that come before any content, counted from the first event
 * @param maxEventBytes maximum size of an event; a larger one fails the call
 * @param maxIdleConnectionsPerLoop maximum number of idle connections per event loop; the pool adapts to the demand; 0 turns
 *     keep-alive off
 * @param idleConnectionLifetime how long a connection may stay unused before it is closed
 * @param transport the transport of streams
 */
public record BackendOptions(
        URI baseUrl,
        String clientVersion,
        String originator,
        String userAgent,
        Duration connectTimeout,
        Duration firstByteTimeout,
        Duration idleTimeout,
        Duration holdBack,
        int maxEventBytes,
        int maxIdleConnectionsPerLoop,
        Duration idleConnectionLifetime,
        UpstreamTransport transport) {

    /** The Codex version whose requests this module was compared with. */
    private static final String DEFAULT_CLIENT_VERSION = "0.171.0";

    private static final String DEFAULT_ORIGINATOR = "codex_cli_rs";
    private static final Pattern VERSION = Pattern.compile("\\d+\\.\\d+\\.\\d+(-[0-9A-Za-z.-]+)?");

    /**
     * Checks every component.
     *
     * @throws IllegalArgumentException naming the component, its value and the allowed values
     */
    public BackendOptions {
        baseUrl = checkedBase(baseUrl);
        require(VERSION.matcher(clientVersion).matches(), "clientVersion", clientVersion, "like 0.171.0");
        require(headerSafe(originator), "originator", originator, "printable ASCII, not empty");
        require(headerSafe(userAgent), "userAgent", userAgent, "printable ASCII, not empty");
        requirePositive("connectTimeout", connectTimeout);
        requirePositive("firstByteTimeout", firstByteTimeout);
        requirePositive("idleTimeout", idleTimeout);
        require(!holdBack.isNegative(), "holdBack", holdBack, "zero or more");
        require(maxEventBytes >= 1024, "maxEventBytes", maxEventBytes, "1024 or more");
        require(maxIdleConnectionsPerLoop >= 0, "maxIdleConnectionsPerLoop", maxIdleConnectionsPerLoop, "0 or more");
        requirePositive("idleConnectionLifetime", idleConnectionLifetime);
    }

    /**
     * Returns the settings for everyday use. A model may reason in silence for minutes: hence the long idle limit.
     *
     * @param baseUrl the inference base
     */
    public static BackendOptions defaults(URI baseUrl) {
        return new BackendOptions(
                baseUrl,
                DEFAULT_CLIENT_VERSION,
                DEFAULT_ORIGINATOR,
                UserAgent.ofThisMachine(DEFAULT_ORIGINATOR, DEFAULT_CLIENT_VERSION),
                Duration.ofSeconds(10),
                Duration.ofSeconds(120),
                Duration.ofSeconds(300),
                Duration.ofSeconds(2),
                64 * 1024 * 1024,
                1024,
                Duration.ofSeconds(90),
                UpstreamTransport.HTTP);
    }

    /**
     * Returns these options with another client identity. The user agent is derived from it, because the upstream distrusts
     * callers whose {@code originator}, {@code version} and {@code User-Agent} disagree.
     */
    public BackendOptions withIdentity(String newOriginator, String newClientVersion) {
        return new BackendOptions(
                baseUrl,
                newClientVersion,
                newOriginator,
                UserAgent.ofThisMachine(newOriginator, newClientVersion),
                connectTimeout,
                firstByteTimeout,
                idleTimeout,
                holdBack,
                maxEventBytes,
                maxIdleConnectionsPerLoop,
                idleConnectionLifetime,
                transport);
    }

    /** Returns these options with another complete {@code User-Agent}. */
    public BackendOptions withUserAgent(String newUserAgent) {
        return new BackendOptions(
                baseUrl,
                clientVersion,
                originator,
                newUserAgent,
                connectTimeout,
                firstByteTimeout,
                idleTimeout,
                holdBack,
                maxEventBytes,
                maxIdleConnectionsPerLoop,
                idleConnectionLifetime,
                transport);
    }

    /** Returns these options with other time-outs. */
    public BackendOptions withTimeouts(Duration connect, Duration firstByte, Duration idle) {
        return new BackendOptions(
                baseUrl,
                clientVersion,
                originator,
                userAgent,
                connect,
                firstByte,
                idle,
                holdBack,
                maxEventBytes,
                maxIdleConnectionsPerLoop,
                idleConnectionLifetime,
                transport);
    }

    /** Returns these options with another hold-back time. */
    public BackendOptions withHoldBack(Duration newHoldBack) {
        return new BackendOptions(
                baseUrl,
                clientVersion,
                originator,
                userAgent,
                connectTimeout,
                firstByteTimeout,
                idleTimeout,
                newHoldBack,
                maxEventBytes,
                maxIdleConnectionsPerLoop,
                idleConnectionLifetime,
                transport);
    }

    /** Returns these options with another limit on one event. */
    public BackendOptions withMaxEventBytes(int newMaxEventBytes) {
        return new BackendOptions(
                baseUrl,
                clientVersion,
                originator,
                userAgent,
                connectTimeout,
                firstByteTimeout,
                idleTimeout,
                holdBack,
                newMaxEventBytes,
                maxIdleConnectionsPerLoop,
                idleConnectionLifetime,
                transport);
    }

    /** Returns these options with other limits on unused connections. */
    public BackendOptions withKeepAlive(int maxIdlePerLoop, Duration lifetime) {
        return new BackendOptions(
                baseUrl,
                clientVersion,
                originator,
                userAgent,
                connectTimeout,
                firstByteTimeout,
                idleTimeout,
                holdBack,
                maxEventBytes,
                maxIdlePerLoop,
                lifetime,
                transport);
    }

    /** Returns these options with another transport for streams. */
    public BackendOptions withTransport(UpstreamTransport newTransport) {
        return new BackendOptions(
                baseUrl,
                clientVersion,
                originator,
                userAgent,
                connectTimeout,
                firstByteTimeout,
                idleTimeout,
                holdBack,
                maxEventBytes,
                maxIdleConnectionsPerLoop,
                idleConnectionLifetime,
                newTransport);
    }

    private static URI checkedBase(URI base) {
        String scheme = base.getScheme() == null ? "" : base.getScheme().toLowerCase(Locale.ROOT);
        require(scheme.equals("http") || scheme.equals("https"), "baseUrl", base, "an http or https URL");
        require(base.getHost() != null, "baseUrl", base, "a URL with a host name");
        require(base.getRawUserInfo() == null, "baseUrl", "(hidden)", "free of user name and password");
        require(
                base.getRawQuery() == null && base.getRawFragment() == null,
                "baseUrl",
                base,
                "free of query and fragment");
        String text = base.toString();
        int end = text.length();
        while (text.charAt(end - 1) == '/') {
            end--;
        }
        return end < text.length() ? URI.create(text.substring(0, end)) : base;
    }

    private static boolean headerSafe(String text) {
        return !text.isBlank() && text.chars().allMatch(c -> c >= 0x20 && c < 0x7F);
    }

    private static void requirePositive(String name, Duration value) {
        require(!value.isNegative() && !value.isZero(), name, value, "longer than zero");
    }

    private static void require(boolean holds, String name, Object value, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(name + " must be " + rule + ", was " + value);
        }
    }
}
