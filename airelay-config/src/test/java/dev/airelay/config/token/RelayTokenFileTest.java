package dev.airelay.config.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.airelay.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RelayTokenFileTest {
    @TempDir
    Path directory;

    private RelayTokenFile file;

    @BeforeEach
    void nameFile() {
        file = new RelayTokenFile(directory.resolve("data/relay-token"));
    }

    private void write(String text) throws IOException {
        Files.createDirectories(file.path().getParent());
        Files.writeString(file.path(), text);
    }

    @Test
    void newTokenIs32RandomBytesOnOneLine() throws IOException {
        RelayTokenFile.Outcome outcome = file.createIfAbsent(new Random(1));

        assertThat(outcome.created()).isTrue();
        assertThat(outcome.token().value()).matches("[A-Za-z0-9_-]{43}");
        assertThat(Files.readString(file.path())).isEqualTo(outcome.token().value() + "\n");
        assertThat(file.read()).contains(outcome.token());
    }

    @Test
    void onlyTheOwnerCanReadIt() throws IOException {
        file.createIfAbsent(new Random(1));
        assertThat(permissions(file.path())).isEqualTo("rw-------");

        file.rotate(new Random(2));
        assertThat(permissions(file.path())).isEqualTo("rw-------");
        assertThat(permissions(file.path().getParent())).isEqualTo("rwx------");
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void existingTokenIsKept() {
        RelayToken first = file.createIfAbsent(new Random(1)).token();

        RelayTokenFile.Outcome second = file.createIfAbsent(new Random(2));

        assertThat(second).isEqualTo(new RelayTokenFile.Outcome(first, false));
    }

    @Test
    void emptyFileHoldsNoTokenAndIsFilled() throws IOException {
        write(" \n");

        assertThat(file.read()).isEmpty();
        assertThat(file.createIfAbsent(new Random(1)).created()).isTrue();
        assertThat(file.read()).isPresent();
    }

    @Test
    void spaceAroundTheTokenIsIgnored() throws IOException {
        write("\n  s3cret\r\n");

        assertThat(file.read()).contains(RelayToken.of("s3cret", RelayToken.Source.FILE));
    }

    @Test
    void rotatingReplacesTheTokenAndLeavesNothingBehind() throws IOException {
        RelayToken first = file.createIfAbsent(new Random(1)).token();

        RelayToken second = file.rotate(new Random(2));

        assertThat(second).isNotEqualTo(first);
        assertThat(file.read()).contains(second);
        try (Stream<Path> files = Files.list(file.path().getParent())) {
            assertThat(files).containsExactly(file.path());
        }
    }

    @Test
    void concurrentCreationYieldsTheSameToken() throws Exception {
        Callable<RelayTokenFile.Outcome> create = () -> file.createIfAbsent(new Random());
        ExecutorService threads = Executors.newFixedThreadPool(8);
        List<RelayTokenFile.Outcome> outcomes = new ArrayList<>();
        try {
            for (Future<RelayTokenFile.Outcome> future : threads.invokeAll(Collections.nCopies(32, create))) {
                outcomes.add(future.get());
            }
        } finally {
            threads.shutdownNow();
        }

        assertThat(outcomes)
                .extracting(RelayTokenFile.Outcome::token)
                .containsOnly(file.read().orElseThrow());
        assertThat(outcomes).filteredOn(RelayTokenFile.Outcome::created).hasSize(1);
    }

    @Test
    void fileThatCannotBeReadIsReported() throws IOException {
        Files.createDirectories(file.path());

        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(file::read)
                .withMessageStartingWith(file.path() + ": the relay token cannot be read: ");
    }

    @Test
    void hugeFileIsNotToken() throws IOException {
        write("x".repeat(100_000));

        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(file::read)
                .withMessageContaining("it is larger than 65536 bytes");
    }

    @Test
    void tokenIsKnownByItsFingerprintAndNeverShown() {
        RelayToken token = RelayToken.of("s3cret", RelayToken.Source.ENV);

        assertThat(token.fingerprint()).isEqualTo("1ec1c26b50d5");
        assertThat(token).hasToString("RelayToken[env, 1ec1c26b50d5]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RelayToken.of(" s3cret", RelayToken.Source.ENV))
                .satisfies(thrown -> assertThat(thrown.getMessage()).doesNotContain("s3cret"));
    }

    @Test
    void tokensAreEqualByValueAndSource() {
        RelayToken token = RelayToken.of("s3cret", RelayToken.Source.FILE);

        assertThat(token)
                .isEqualTo(RelayToken.of("s3cret", RelayToken.Source.FILE))
                .hasSameHashCodeAs(RelayToken.of("s3cret", RelayToken.Source.FILE))
                .isNotEqualTo(RelayToken.of("s3cret", RelayToken.Source.ENV))
                .isNotEqualTo(RelayToken.of("s3cres", RelayToken.Source.FILE));
    }
}
