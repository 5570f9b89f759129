package dev.airelay.config;

import java.nio.file.Path;
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

    private CaCertificates authorities() {
        Inheritable<Path> chosen = from.get(ConfigKeys.CA_FILE);
        if (chosen.mode() == Inheritable.Mode.GIVEN) {
            String name = ConfigKeys.CA_FILE.name();
            return read(new CaCertificates.Origin(
                    from.origins().getOrDefault(name, name),
                    name,
                    chosen.value().orElseThrow()));
        }
        Optional<SharedVariables.Found> given = Optional.empty();
        if (chosen.mode() != Inheritable.Mode.NONE) {
            for (String name : CA_VARIABLES) {
                given = given.isPresent() ? given : environment.find(name);
            }
        }
        return given.map(this::read).orElse(CaCertificates.none());
    }

    private CaCertificates read(SharedVariables.Found variable) {
        Optional<Path> file = base.resolve(variable.text());
        if (file.isEmpty()) {
            problem(new ConfigProblem(
                    variable.name(), 0, 0, "", "must be " + ValueKind.path().allowed()));
            return CaCertificates.none();
        }
        return read(new CaCertificates.Origin(variable.name(), "", file.get()));
    }

    private CaCertificates read(CaCertificates.Origin origin) {
        try {
            return CaCertificates.read(origin);
        } catch (PemCertificates.Unusable unusable) {
            problem(origin.problem(unusable));
            return CaCertificates.none();
        }
    }

    private void problem(ConfigProblem problem) {
        from.report(List.of(problem));
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
