package dev.airelay.config;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Resolves proxies and certificates of outbound connections: the relay's own settings first, then the environment variables
 * that all programs share. The upper-case spelling wins over the lower-case one, as in Codex.
 */
final class OutboundSettings {

    private static final Pattern SEPARATOR = Pattern.compile("[,\\s]+");
    private static final String HTTPS_PROXY = "HTTPS_PROXY";
    private static final String HTTP_PROXY = "HTTP_PROXY";
    private static final String ALL_PROXY = "ALL_PROXY";
    private static final String NO_PROXY = "NO_PROXY";
    private static final List<String> CA_VARIABLES = List.of("CODEX_CA_CERTIFICATE", "SSL_CERT_FILE");

    private final ConfigResolver from;
    private final SharedVariables environment;
    private final PathBase base;

    private OutboundSettings(ConfigResolver from, ConfigSources sources) {
        this.from = from;
        this.environment = new SharedVariables(sources.environment());
        this.base = sources.pathBase();
    }

    /** The settings in effect; problems are reported to {@code from}. Reads the file of CA certificates. */
    static RelayConfig.Outbound of(ConfigResolver from, ConfigSources sources) {
        return new OutboundSettings(from, sources).outbound();
    }

    private RelayConfig.Outbound outbound() {
        Inheritable<ProxyAddress> chosen = from.get(ConfigKeys.PROXY);
        boolean shared = chosen.mode() == Inheritable.Mode.ENVIRONMENT;
        Optional<ProxyAddress> all = shared ? proxy(ALL_PROXY) : chosen.value();
        Optional<ProxyAddress> https = shared ? proxy(HTTPS_PROXY) : Optional.empty();
        Optional<ProxyAddress> http = shared ? proxy(HTTP_PROXY) : Optional.empty();
        return new RelayConfig.Outbound(https.or(() -> all), http.or(() -> all), noProxy(), authorities());
    }

    private Optional<ProxyAddress> proxy(String variable) {
        Optional<SharedVariables.Found> given = environment.find(variable);
        if (given.isEmpty()) {
            return Optional.empty();
        }
        ValueKind<ProxyAddress> kind = ValueKind.proxy();
        Optional<ProxyAddress> read = kind.fromText(given.get().text(), base);
        if (read.isEmpty()) {
            from.report(List.of(ConfigProblem.of(
                    given.get().name(),
                    "must be " + kind.allowed() + ", was "
                            + kind.withoutSecret(given.get().text()) + "; unset it or set "
                            + ConfigKeys.PROXY.name())));
        }
        return read;
    }

    private List<String> noProxy() {
        Optional<SharedVariables.Found> given = environment.find(NO_PROXY);
        return given.isEmpty()
                ? List.of()
                : Arrays.stream(SEPARATOR.split(given.get().text()))
                        .filter(entry -> !entry.isEmpty())
                        .toList();
    }

    private List<X509Certificate> authorities() {
        Inheritable<Path> chosen = from.get(ConfigKeys.CA_FILE);
        if (chosen.mode() == Inheritable.Mode.GIVEN) {
            String origin = from.origins().getOrDefault(ConfigKeys.CA_FILE.name(), ConfigKeys.CA_FILE.name());
            return read(chosen.value().orElseThrow(), origin, ConfigKeys.CA_FILE.name());
        }
        Optional<SharedVariables.Found> given = Optional.empty();
        if (chosen.mode() != Inheritable.Mode.NONE) {
            for (String name : CA_VARIABLES) {
                given = given.isPresent() ? given : environment.find(name);
            }
        }
        return given.isEmpty()
                ? List.of()
                : given.map(found -> base.resolve(found.text())
                                .map(file -> read(file, found.name(), ""))
                                .orElseGet(() -> {
                                    problem(
                                            found.name(),
                                            "",
                                            "must be " + ValueKind.path().allowed());
                                    return List.of();
                                }))
                        .orElse(List.of());
    }

    private List<X509Certificate> read(Path file, String source, String key) {
        try {
            return PemCertificates.read(file);
        } catch (PemCertificates.Unusable unusable) {
            String wayOut = key.isEmpty() ? "; unset it or set " + ConfigKeys.CA_FILE.name() : "";
            problem(source, key, "cannot be used: " + file + " " + unusable.getMessage() + wayOut);
            return List.of();
        }
    }

    private void problem(String source, String key, String reason) {
        from.report(List.of(new ConfigProblem(source, 0, 0, key, reason)));
    }

    /** Variables without AIRelay's prefix. An empty one counts as not set. */
    private record SharedVariables(Map<String, String> all) {
        /** A variable as it is set. */
        record Found(String name, String text) {}

        Optional<Found> find(String name) {
            for (String spelling : List.of(name, name.toLowerCase(Locale.ROOT))) {
                String text = all.getOrDefault(spelling, "").strip();
                if (!text.isEmpty()) {
                    return Optional.of(new Found(spelling, text));
                }
            }
            return Optional.empty();
        }
    }
}
