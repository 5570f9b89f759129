package dev.airelay.config.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.config.Home;
import dev.airelay.config.RelayConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RelayTokenSourceTest {
    private static final Duration INTERVAL = Duration.ofMillis(250);

    @TempDir
    Path directory;

    /** Starts shortly before a clock like this one wraps around. */
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000_000);

    private RelayTokenFile file;
    private RelayToken first;

    @BeforeEach
    void createToken() {
        file = new RelayTokenFile(directory.resolve("relay-token"));
        first = file.createIfAbsent(new Random(1)).token();
    }

    private RelayTokenSource watching() {
        return RelayTokenSource.watching(file, nanos::get, INTERVAL);
    }

    private void passInterval() {
        nanos.addAndGet(INTERVAL.toNanos());
    }

    @Test
    void whatWasSeenIsFreshForTheInterval() {
        RelayTokenSource source = watching();
        RelayToken second = file.rotate(new Random(2));

        assertThat(source.current()).contains(first);
        assertThat(source.fresh()).isTrue();
        passInterval();
        assertThat(source.current()).contains(first);
        assertThat(source.fresh()).isFalse();

        assertThat(source.latest()).contains(second);
        assertThat(source.current()).contains(second);
        assertThat(source.fresh()).isTrue();
    }

    @Test
    void rotatedTokenCountsAtOnceForWhoAsksForTheLatest() {
        RelayTokenSource source = watching();
        RelayToken second = file.rotate(new Random(2));

        assertThat(source.latest()).contains(second);
        assertThat(source.current()).contains(second);
    }

    @Test
    void rotatingWithinOneTickOfTheFileClockIsNoticed() throws IOException {
        RelayTokenSource source = watching();
        FileTime then = Files.getLastModifiedTime(file.path());
        RelayToken second = file.rotate(new Random(2));
        Files.setLastModifiedTime(file.path(), then);

        assertThat(source.latest()).contains(second);
    }

    @Test
    void fileThatStaysTheSameIsNotReadAgain() throws IOException {
        RelayTokenSource source = watching();
        FileTime then = Files.getLastModifiedTime(file.path());
        Files.writeString(file.path(), "x".repeat(first.value().length()) + "\n");
        Files.setLastModifiedTime(file.path(), then);

        assertThat(source.latest()).contains(first);
    }

    @Test
    void deletedFileMeansNoToken() throws IOException {
        RelayTokenSource source = watching();
        Files.delete(file.path());
        assertThat(source.latest()).isEmpty();

        RelayToken second = file.createIfAbsent(new Random(2)).token();
        assertThat(source.latest()).contains(second);
    }

    @Test
    void fileThatCannotBeReadMeansNoTokenUntilItCan() throws IOException {
        RelayTokenSource source = watching();
        Files.delete(file.path());
        Files.createDirectory(file.path());
        assertThat(source.latest()).isEmpty();

        Files.delete(file.path());
        RelayToken second = file.createIfAbsent(new Random(2)).token();
        assertThat(source.latest()).contains(second);
    }

    @Test
    void environmentsTokenWinsAndStays() {
        RelayConfig config = new Home(directory)
                .load(
                        Map.of("AIRELAY_BEARER_TOKEN", "from-env"),
                        Map.of("security.bearer_token_file", file.path().toString()));

        RelayTokenSource source = RelayTokenSource.of(config, nanos::get);

        Optional<RelayToken> expected = Optional.of(RelayToken.of("from-env", RelayToken.Source.ENV));
        assertThat(source.current()).isEqualTo(expected);
        assertThat(source.latest()).isEqualTo(expected);
        assertThat(source.fresh()).isTrue();
    }

    @Test
    void filesTokenCountsWithoutOneInTheEnvironment() {
        RelayConfig config = new Home(directory)
                .load(Map.of(), Map.of("security.bearer_token_file", file.path().toString()));

        assertThat(RelayTokenSource.of(config, nanos::get).current()).contains(first);
    }

    @Test
    void noTextFormShowsTheToken() {
        assertThat(RelayTokenSource.fixed(first).toString()).doesNotContain(first.value());
        assertThat(watching().toString()).doesNotContain(first.value());
    }
}
