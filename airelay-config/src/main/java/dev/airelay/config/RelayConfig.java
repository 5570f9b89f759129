package dev.airelay.config;

import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * All settings of a relay: one value for each key of {@link ConfigKeys}, and a few values derived from several of them.
 * Deeply immutable; safe to share. The text form omits the relay token.
 *
 * <pre>{@code
 * int port = config.get(ConfigKeys.PORT);
 * RelayConfig quiet = config.with(ConfigKeys.TRAFFIC_BODIES, "none");
 * }</pre>
 */
public final class RelayConfig {
    private final Path configFile;
    private final Outbound outbound;
    /** Each value has its key's type: only {@link #with} and the resolver add values. */
    private final Map<ConfigKey<?>, Object> values;

    private RelayConfig(Path configFile, Outbound outbound, Map<ConfigKey<?>, Object> values) {
        this.configFile = configFile;
        this.outbound = outbound;
        this.values = values;
    }

    /** Resolves the value of each key from the sources, or its default; problems are reported to {@code from}. */
    static RelayConfig resolve(ConfigResolver from, ConfigSources sources, Path configFile) {
        Map<ConfigKey<?>, Object> values = new HashMap<>();
        for (ConfigKey<?> key : ConfigKeys.all()) {
            values.put(key, from.get(key));
        }
        RelayConfig config = new RelayConfig(configFile, OutboundSettings.of(from, sources), values);
        config.reportHalfTls(from);
        return config;
    }

    private void reportHalfTls(ConfigResolver from) {
        Optional<Path> certificate = get(ConfigKeys.TLS_CERTIFICATE_FILE);
        Optional<Path> key = get(ConfigKeys.TLS_PRIVATE_KEY_FILE);
        if (certificate.isPresent() && key.isEmpty()) {
            from.report(List.of(halfGiven(from, ConfigKeys.TLS_CERTIFICATE_FILE, ConfigKeys.TLS_PRIVATE_KEY_FILE)));
        }
        if (key.isPresent() && certificate.isEmpty()) {
            from.report(List.of(halfGiven(from, ConfigKeys.TLS_PRIVATE_KEY_FILE, ConfigKeys.TLS_CERTIFICATE_FILE)));
        }
    }

    private static ConfigProblem halfGiven(ConfigResolver from, ConfigKey<?> given, ConfigKey<?> missing) {
        return ConfigProblem.of(
                String.valueOf(from.origins().get(given.name())),
                given.name() + " requires " + missing.name() + "; set both, or neither for plain HTTP");
    }

    /** Returns the value of a key. */
    @SuppressWarnings("unchecked") // A value has its key's type; see the map.
    public <T> T get(ConfigKey<T> key) {
        return (T) Objects.requireNonNull(values.get(key));
    }

    /**
     * Returns the same settings with another value for one key. Settings that depend on that key by default, as the logs do
     * on the data directory, do not change.
     *
     * @throws IllegalArgumentException naming the key, the range and the value, when the value is not allowed
     */
    public <T> RelayConfig with(ConfigKey<T> key, T value) {
        Map<ConfigKey<?>, Object> changed = new HashMap<>(values);
        changed.put(key, key.require(value));
        return new RelayConfig(configFile, outbound, changed);
    }

    /** The configuration file, which need not exist. */
    public Path configFile() {
        return configFile;
    }

    /** The file of the upstream session, if it is not in a keyring. */
    public Path authFile() {
        return get(ConfigKeys.DATA_DIR).resolve("auth.json");
    }

    /** The directory of uploaded files, conversations and stored responses. */
    public Path storeDir() {
        return get(ConfigKeys.DATA_DIR).resolve("store");
    }

    /** The listener's certificate; empty for plain HTTP. */
    public Optional<ServerTls> tls() {
        return get(ConfigKeys.TLS_CERTIFICATE_FILE)
                .flatMap(certificate ->
                        get(ConfigKeys.TLS_PRIVATE_KEY_FILE).map(key -> new ServerTls(certificate, key)));
    }

    /** Whether only this machine can reach the listener. No name is looked up. */
    public boolean loopback() {
        return ListenHost.isLoopback(get(ConfigKeys.HOST));
    }

    /** Whether clients need no token although other machines can reach the listener. A relay refuses to start like this. */
    public boolean openToOtherMachines() {
        return !get(ConfigKeys.REQUIRE_BEARER_AUTH) && !loopback();
    }

    /**
     * Returns the settings with those of the listener for Ollama's clients in place of the main listener's: address, port,
     * token and limits; empty if there is no such listener. Without a token it serves no web pages and no additional host
     * names: those lists apply to the main listener only.
     */
    public Optional<RelayConfig> ofOllamaListener() {
        boolean tokenAsked = get(ConfigKeys.REQUIRE_BEARER_AUTH) && get(ConfigKeys.OLLAMA_REQUIRE_BEARER_AUTH);
        return get(ConfigKeys.OLLAMA_LISTEN)
                ? Optional.of(with(ConfigKeys.HOST, get(ConfigKeys.OLLAMA_HOST))
                        .with(ConfigKeys.PORT, get(ConfigKeys.OLLAMA_PORT))
                        .with(ConfigKeys.REQUIRE_BEARER_AUTH, tokenAsked)
                        .with(ConfigKeys.ALLOWED_HOSTS, tokenAsked ? get(ConfigKeys.ALLOWED_HOSTS) : List.of())
                        .with(ConfigKeys.ALLOWED_ORIGINS, tokenAsked ? get(ConfigKeys.ALLOWED_ORIGINS) : List.of())
                        .with(ConfigKeys.RATE_LIMIT_PER_MINUTE, get(ConfigKeys.OLLAMA_RATE_LIMIT_PER_MINUTE))
                        .with(ConfigKeys.RATE_LIMIT_BURST, get(ConfigKeys.OLLAMA_RATE_LIMIT_BURST))
                        .with(ConfigKeys.CONCURRENT_REQUESTS_PER_IP, get(ConfigKeys.OLLAMA_CONCURRENT_REQUESTS_PER_IP)))
                : Optional.empty();
    }

    /**
     * The base URL for a client on this machine, ending in {@code /v1} without a slash. A wildcard host becomes the loopback
     * address of its family; an IPv6 address gets brackets.
     *
     * @param boundPort the port in use, which differs from {@link ConfigKeys#PORT} when that is 0
     */
    public URI clientBaseUrl(int boundPort) {
        String scheme = tls().isPresent() ? "https" : "http";
        return URI.create(scheme + "://" + ListenHost.inUrl(get(ConfigKeys.HOST)) + ":" + boundPort + "/v1");
    }

    /**
     * Returns the value of a key as one would write it in the file, without secrets: those of a proxy are left out, any other
     * is shown as set only.
     */
    public <T> String text(ConfigKey<T> key) {
        T value = get(key);
        if (value instanceof Optional<?> optional) {
            return optional.isEmpty() ? "none" : key.kind().secret() ? "(set)" : String.valueOf(optional.get());
        }
        if (value instanceof Inheritable<?> inheritable && inheritable.value().isPresent()) {
            // A proxy's text form has no password.
            return String.valueOf(inheritable.value().get());
        }
        return key.kind().toToml(value);
    }

    /** The proxies whose {@code X-Forwarded-For} is trusted; empty if it is not used. */
    public List<String> trustedProxies() {
        return get(ConfigKeys.TRUST_X_FORWARDED_FOR) ? get(ConfigKeys.TRUSTED_PROXIES) : List.of();
    }

    /** The settings of every connection that the relay opens. */
    public Outbound outbound() {
        return outbound;
    }

    /**
     * Proxies and trusted certificates of outbound connections.
     *
     * @param httpsProxy for {@code https} addresses; empty for a direct connection
     * @param httpProxy for {@code http} addresses; empty for a direct connection
     * @param noProxy hosts reached directly, as written in {@code NO_PROXY}
     * @param authorities CA certificates trusted besides Java's own
     */
    public record Outbound(
            Optional<ProxyAddress> httpsProxy,
            Optional<ProxyAddress> httpProxy,
            List<String> noProxy,
            CaCertificates authorities) {
        /** Copies the list. */
        public Outbound {
            noProxy = List.copyOf(noProxy);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RelayConfig config
                && configFile.equals(config.configFile)
                && outbound.equals(config.outbound)
                && values.equals(config.values);
    }

    @Override
    public int hashCode() {
        return Objects.hash(configFile, outbound, values);
    }

    @Override
    public String toString() {
        return ConfigKeys.all().stream()
                .filter(ConfigKey::inFile)
                .map(key -> key.name() + "=" + get(key))
                .collect(Collectors.joining(", ", "RelayConfig[", ", " + outbound + "]"));
    }
}
