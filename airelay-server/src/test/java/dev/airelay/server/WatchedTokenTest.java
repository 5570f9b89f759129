package dev.airelay.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.config.token.RelayToken;
import dev.airelay.config.token.RelayTokenSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

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
        public boolean fresh() {
            return true;
        }

        @Override
        public Optional<RelayToken> latest() {
            return inFile;
        }
    };

    @Test
    void eachValueIsReportedOnce() {
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
}
