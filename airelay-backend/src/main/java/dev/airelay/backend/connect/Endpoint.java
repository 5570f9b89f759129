package dev.airelay.backend.connect;

import java.net.URI;
import java.util.Locale;

/** The upstream's address and paths, derived once from the base URL. */
public record Endpoint(String host, int port, boolean tls, String authority, String basePath) {

    private static final String CODEX_SUFFIX = "/codex";
    private static final int HTTPS_PORT = 443;
    private static final int HTTP_PORT = 80;

    /** Returns the endpoint at a checked base URL. */
    public static Endpoint of(URI base) {
        boolean tls = base.getScheme().equalsIgnoreCase("https");
        int defaultPort = tls ? HTTPS_PORT : HTTP_PORT;
        int port = base.getPort() < 0 ? defaultPort : base.getPort();
        String authority = port == defaultPort ? base.getHost() : base.getHost() + ":" + port;
        return new Endpoint(withoutBrackets(base.getHost()), port, tls, authority, base.getRawPath());
    }

    /**
     * Returns the endpoint of an address that is not the configured base.
     *
     * @throws IllegalArgumentException for one that is not {@code http} or {@code https}, or has no host
     */
    static Endpoint ofTarget(URI target) {
        String scheme = target.getScheme() == null ? "" : target.getScheme().toLowerCase(Locale.ROOT);
        if (!(scheme.equals("http") || scheme.equals("https")) || target.getHost() == null) {
            throw new IllegalArgumentException("target must be an http or https URL with a host, was scheme " + scheme
                    + ", host " + target.getHost());
        }
        return of(target);
    }

    /** Returns the path of inference calls. */
    public String responsesPath() {
        return basePath + "/responses";
    }

    /** Returns the path of compaction calls. */
    public String compactionPath() {
        return responsesPath() + "/compact";
    }

    /** Returns the path at which images are drawn. */
    public String imageGenerationsPath() {
        return basePath + "/images/generations";
    }

    /** Returns the path at which images are drawn after others. */
    public String imageEditsPath() {
        return basePath + "/images/edits";
    }

    /** Returns the path at which audio is transcribed. */
    public String transcriptionPath() {
        return accountPath() + "/transcribe";
    }

    /** The catalog accepts digits only: a suffix after a hyphen in the version is removed. */
    public String modelsPath(String clientVersion) {
        int suffix = clientVersion.indexOf('-');
        return basePath + "/models?client_version=" + (suffix < 0 ? clientVersion : clientVersion.substring(0, suffix));
    }

    /** Returns the path of the plan's usage. */
    public String usagePath() {
        return accountPath() + "/wham/usage";
    }

    /** Returns the path at which the backend lists the accounts of a login and their routings. */
    public String accountsPath() {
        return accountPath() + "/wham/accounts/check";
    }

    /** The routes of the account are beside {@code /codex}, not below it. */
    private String accountPath() {
        return basePath.endsWith(CODEX_SUFFIX)
                ? basePath.substring(0, basePath.length() - CODEX_SUFFIX.length())
                : basePath;
    }

    /**
     * Returns the same paths on another host.
     *
     * @param origin scheme, host and port, without a path
     */
    public Endpoint at(URI origin) {
        Endpoint there = ofTarget(origin);
        return new Endpoint(there.host, there.port, there.tls, there.authority, basePath);
    }

    /** Returns whether this is the host and port of an origin, over the same scheme. */
    public boolean isAt(URI origin) {
        Endpoint there = ofTarget(origin);
        return there.tls == tls && there.port == port && there.host.equalsIgnoreCase(host);
    }

    /** Returns whether this is an address of this machine. */
    public boolean loopback() {
        return Loopback.is(host);
    }

    /** Returns {@code host:port}, for messages. */
    String place() {
        return place(host, port);
    }

    static String place(String host, int port) {
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }

    private static String withoutBrackets(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }
}
