package dev.airelay.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.entry;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerArgumentsTest {

    private static Map<String, String> parse(String... arguments) {
        return ServerArguments.parse(arguments);
    }

    @Test
    void keysAndValuesAreReadInOrderAndTheLastOfAKeyCounts() {
        assertThat(parse("--server.port=8081", "--config=/a=b", "--server.host=", "--server.port=0"))
                .containsExactly(entry("server.port", "0"), entry("config", "/a=b"), entry("server.host", ""));
        assertThat(parse()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--server.port", "server.port=1", "-p=1", "serve", ""})
    void otherFormsAreRefusedByName(String argument) {
        assertThatExceptionOfType(ServerArguments.WrongArgumentException.class)
                .isThrownBy(() -> parse(argument))
                .withMessageContaining("--key=value")
                .withMessageStartingWith("Invalid argument '" + argument + "'");
    }

    @Test
    void suggestsKeyForMisspelledOne() {
        assertThatExceptionOfType(ServerArguments.WrongArgumentException.class)
                .isThrownBy(() -> parse("--server.prot=1"))
                .withMessage(
                        "Unknown key 'server.prot' in '--server.prot=1'. Did you mean --server.port? Add --help for the"
                                + " keys.");
    }
}
