package dev.airelay.config.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.config.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenWarningTest {
    @TempDir
    Path directory;

    private RelayTokenFile file;

    @BeforeEach
    void nameFile() {
        file = new RelayTokenFile(directory.resolve(".airelay/relay-token"));
    }

    private List<TokenWarning> warnings(Map<String, String> environment) {
        return TokenWarning.of(new Home(directory).load(environment, Map.of()));
    }

    @Test
    void thereIsNothingToSayAboutAMissingOrFreshFile() {
        assertThat(warnings(Map.of())).isEmpty();
        RelayToken token = file.createIfAbsent(new Random(1)).token();
        assertThat(warnings(Map.of())).isEmpty();
        assertThat(warnings(Map.of("AIRELAY_BEARER_TOKEN", token.value()))).isEmpty();
    }

    @Test
    void relayThatAsksForNoTokenIsNoticed() {
        assertThat(warnings(Map.of("AIRELAY_REQUIRE_BEARER_AUTH", "false")))
                .singleElement()
                .satisfies(warning -> {
                    assertThat(warning.kind()).isEqualTo(TokenWarning.Kind.NOT_REQUIRED);
                    assertThat(warning.message()).contains("security.require_bearer_auth = true", "--no-auth");
                });
    }

    @Test
    void openListenerForOllamasClientsIsNoticed() {
        assertThat(warnings(Map.of("AIRELAY_OLLAMA_REQUIRE_BEARER_AUTH", "false")))
                .isEmpty();
        assertThat(warnings(Map.of("AIRELAY_OLLAMA_LISTEN", "true", "AIRELAY_OLLAMA_REQUIRE_BEARER_AUTH", "false")))
                .singleElement()
                .satisfies(warning -> {
                    assertThat(warning.kind()).isEqualTo(TokenWarning.Kind.NOT_REQUIRED_BY_OLLAMA);
                    assertThat(warning.message())
                            .contains("127.0.0.1, port 11434", "ollama.require_bearer_auth = true", "is open");
                });
    }

    @Test
    void portThatIsNotKnownYetIsNotNamed() {
        assertThat(warnings(Map.of(
                        "AIRELAY_OLLAMA_LISTEN", "true",
                        "AIRELAY_OLLAMA_PORT", "0",
                        "AIRELAY_OLLAMA_REQUIRE_BEARER_AUTH", "false")))
                .singleElement()
                .satisfies(warning -> assertThat(warning.message()).contains("127.0.0.1, any free port"));
    }

    @Test
    void listenerForOllamasClientsIsOpenWithTheRelaysOwn() {
        assertThat(warnings(Map.of("AIRELAY_OLLAMA_LISTEN", "true", "AIRELAY_REQUIRE_BEARER_AUTH", "false")))
                .singleElement()
                .satisfies(warning -> {
                    assertThat(warning.kind()).isEqualTo(TokenWarning.Kind.NOT_REQUIRED);
                    assertThat(warning.message()).contains("also through the listener for Ollama's clients");
                });
    }

    @Test
    void loosePermissionsAreNoticed() throws IOException {
        file.createIfAbsent(new Random(1));
        Files.setPosixFilePermissions(file.path(), PosixFilePermissions.fromString("rw-r-----"));

        assertThat(warnings(Map.of()))
                .containsExactly(new TokenWarning(
                        TokenWarning.Kind.LOOSE_PERMISSIONS,
                        file.path() + " can be read or changed by other users. Run: chmod 600 " + file.path()));
    }

    @Test
    void environmentTokenThatHidesTheFilesIsNoticed() {
        RelayToken token = file.rotate(new Random(1));

        assertThat(warnings(Map.of("AIRELAY_BEARER_TOKEN", "other")))
                .singleElement()
                .satisfies(warning -> {
                    assertThat(warning.kind()).isEqualTo(TokenWarning.Kind.ENVIRONMENT_HIDES_FILE);
                    assertThat(warning.message())
                            .startsWith("AIRELAY_BEARER_TOKEN overrides the different token in " + file.path())
                            .doesNotContain(token.value());
                });
    }

    @Test
    void tokenNoClientCanSendIsNoticed() throws IOException {
        file.rotate(new Random(1));
        Files.writeString(file.path(), "gr\u00fcn");

        assertThat(warnings(Map.of()))
                .extracting(TokenWarning::kind)
                .containsExactly(TokenWarning.Kind.UNUSABLE_CHARACTERS);
    }
}
