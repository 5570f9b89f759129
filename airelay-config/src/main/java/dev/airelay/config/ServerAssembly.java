package dev.airelay.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Puts the listener's resolved values where they belong. */
final class ServerAssembly {
    private ServerAssembly() {}

    static RelayConfig.Server server(ConfigResolver from) {
        return new RelayConfig.Server(
                from.get(ConfigKeys.HOST),
                from.get(ConfigKeys.PORT),
                tls(from),
                new ServerLimits(
                        from.get(ServerKeys.MAX_BODY_BYTES),
                        from.get(ServerKeys.MAX_BUFFERED_BYTES),
                        from.get(ServerKeys.MAX_REQUEST_LINE_BYTES),
                        from.get(ServerKeys.MAX_HEADER_BYTES),
                        from.get(ServerKeys.MAX_CONNECTIONS)),
                new ServerTimes(
                        new ClientPatience(
                                from.get(ServerKeys.HEADER_TIMEOUT),
                                from.get(ServerKeys.BODY_IDLE),
                                from.get(ServerKeys.BODY_TIMEOUT),
                                from.get(ServerKeys.KEEP_ALIVE),
                                from.get(ServerKeys.SEND_TIMEOUT)),
                        from.get(ServerKeys.MEMORY_WAIT),
                        from.get(ServerKeys.HEARTBEAT),
                        from.get(ServerKeys.SHUTDOWN)));
    }

    private static Optional<ServerTls> tls(ConfigResolver from) {
        Optional<Path> certificate = from.get(ServerKeys.TLS_CERTIFICATE_FILE);
        Optional<Path> key = from.get(ServerKeys.TLS_PRIVATE_KEY_FILE);
        if (certificate.isPresent() && key.isEmpty()) {
            from.report(List.of(halfGiven(from, ServerKeys.TLS_CERTIFICATE_FILE, ServerKeys.TLS_PRIVATE_KEY_FILE)));
        }
        if (key.isPresent() && certificate.isEmpty()) {
            from.report(List.of(halfGiven(from, ServerKeys.TLS_PRIVATE_KEY_FILE, ServerKeys.TLS_CERTIFICATE_FILE)));
        }
        return certificate.flatMap(ofListener -> key.map(secret -> new ServerTls(ofListener, secret)));
    }

    private static ConfigProblem halfGiven(ConfigResolver from, ConfigKey<?> given, ConfigKey<?> missing) {
        return ConfigProblem.of(
                String.valueOf(from.origins().get(given.name())),
                given.name() + " requires " + missing.name() + "; set both, or neither for plain HTTP");
    }
}
