package dev.airelay.auth.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.airelay.auth.AuthRig;
import dev.airelay.auth.Sessions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Case 10: another program's file. */
class SessionImportTest {
    private static final String ID = Sessions.idToken("acc-claim");

    @TempDir
    Path directory;

    private Path file(String json) throws IOException {
        return Files.writeString(directory.resolve("codex.json"), json);
    }

    private AuthException refusal(String json) throws IOException {
        Path file = file(json);
        return catchThrowableOfType(AuthException.class, () -> SessionImport.read(file));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "with auth_mode|\"auth_mode\":\"chatgpt\",\"OPENAI_API_KEY\":null,",
                "without|\"OPENAI_API_KEY\":null,",
                "with a key beside the session|\"OPENAI_API_KEY\":\"sk-1\",",
                "with other logins|\"agent_identity\":{\"key\":\"s3cret\"},\"personal_access_token\":\"s3cret\","
            })
    void case10TakesTheSessionAlone(String name, String before) throws IOException {
        StoredSession session = SessionImport.read(file("""
                {%s "tokens":{"id_token":"%s","access_token":"at","refresh_token":"rt","account_id":"acc-1"},
                 "last_refresh":"2026-08-01T12:00:00.123456789Z"}
                """.formatted(before, ID)));

        assertThat(session)
                .isEqualTo(new StoredSession(
                        new StoredSession.Tokens(
                                Optional.of(ID), Optional.of("at"), Optional.of("rt"), Optional.of("acc-1")),
                        Optional.empty(),
                        Optional.of(Instant.parse("2026-08-01T12:00:00.123456789Z")),
                        true,
                        StoredSession.Rest.NONE));
    }

    @Test
    void case10MissingAccountComesFromTheTokens() throws IOException {
        StoredSession session = SessionImport.read(file("""
                {"tokens":{"id_token":{"raw_jwt":"%s"},"access_token":"at","refresh_token":"rt"}}
                """.formatted(ID)));

        assertThat(session.tokens().accountId()).contains("acc-claim");
        assertThat(session.tokens().id()).contains(ID);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"auth_mode\":\"apikey\",\"OPENAI_API_KEY\":\"sk-s3cret\"}|contains only an API key",
                "{\"auth_mode\":\"agentIdentity\",\"agent_identity\":{}}|does not contain a ChatGPT session (auth_mode agentIdentity)",
                "{}|does not contain a ChatGPT session. Nothing was imported.",
                "{\"tokens\":{\"refresh_token\":\"s3cret\"}}|has no access_token",
                "{\"tokens\":{\"access_token\":\"s3cret\"}}|has no refresh_token",
                "{\"tokens\":{\"access_token\":\"s3cret\",\"refresh_token\":\"s3cret\"}}|does not name an account",
                "[1]|is not a JSON object",
                "{\"tokens\":s3cret}|is not valid JSON"
            })
    void case10OtherThanSubscriptionSessionIsRefusedWithTheReason(String json, String reason) throws IOException {
        AuthException refusal = refusal(json);

        assertThat(refusal)
                .hasMessageStartingWith(directory.resolve("codex.json") + " ")
                .hasMessageContaining(reason);
        assertThat(refusal.getMessage()).doesNotContain("s3cret");
    }

    @Test
    void missingFileIsNamed() {
        Path missing = directory.resolve("none.json");

        assertThat(catchThrowableOfType(AuthException.class, () -> SessionImport.read(missing)))
                .hasMessageStartingWith(missing + " cannot be read (no such file)");
    }

    @Test
    void importedFileIsLeftAsItWas() throws IOException {
        String json = "{\"tokens\":{\"access_token\":\"at\",\"refresh_token\":\"rt\",\"account_id\":\"a\"}}";
        Path source = file(json);
        AuthRig rig = new AuthRig(directory.resolve("data"));

        rig.storage.adopt(SessionImport.read(source));

        assertThat(Files.readString(source)).isEqualTo(json);
        assertThat(rig.stored().boundAccountId()).contains("a");
        assertThat(SessionImport.WARNING).contains("twice");
    }
}
