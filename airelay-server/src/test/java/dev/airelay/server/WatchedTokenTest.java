package dev.airelay.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.config.ConfigLoader;
import dev.airelay.config.ConfigSources;
import dev.airelay.config.RelayConfig;
import dev.airelay.config.RelayToken;
import dev.airelay.config.RelayTokenSource;
import dev.airelay.traffic.LogReader;
import dev.airelay.traffic.SecurityRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchedTokenTest {
    private static final RelayToken OLD = RelayToken.of("old-relay-token", RelayToken.Source.FILE);
    private static final RelayToken NEW = RelayToken.of("new-relay-token", RelayToken.Source.FILE);

    private Optional<RelayToken> inFile = Optional.of(OLD);
    private final List<RelayToken> seen = new ArrayList<>();

    private final RelayTokenSource source = new RelayTokenSource() {
        @Override
        public Optional<RelayToken> current() {
            return inFile;
        }

        @Override
        public Optional<RelayToken> latest() {
            return inFile;
        }
    };

    @Test
    void eachValueIsToldOnceWhicheverWayItIsSeen() {
        RelayTokenSource watched = new WatchedToken(source, seen::add);

        assertThat(watched.current()).hasValue(OLD);
        assertThat(watched.latest()).hasValue(OLD);
        inFile = Optional.empty();
        assertThat(watched.current()).isEmpty();
        inFile = Optional.of(NEW);
        assertThat(watched.latest()).hasValue(NEW);
        assertThat(watched.current()).hasValue(NEW);

        assertThat(seen).containsExactly(OLD, NEW);
    }

    @Test
    void aRotationIsLoggedAndBothValuesAreRedacted(@TempDir Path home) throws IOException {
        RelayConfig config =
                ConfigLoader.load(ConfigSources.of(Map.of(), Map.of(), home)).config();
        List<String> lines = new ArrayList<>();
        try (RelayTraffic traffic = RelayTraffic.open(config)) {
            RelayTokenSource watched = traffic.watching(source);
            assertThat(watched.current()).hasValue(OLD);
            inFile = Optional.of(NEW);
            assertThat(watched.current()).hasValue(NEW);
            traffic.log()
                    .record(new SecurityRecord.Event("req_1", "test", "old-relay-token and new-relay-token are known"));
        }

        new LogReader(config.paths().logsDir()).read(Instant.EPOCH, entry -> lines.add(entry.json()));

        assertThat(lines).hasSize(2);
        assertThat(lines.get(0)).contains("relay_token_rotated", NEW.fingerprint());
        assertThat(lines.get(1)).contains("[REDACTED] and [REDACTED] are known");
    }
}
