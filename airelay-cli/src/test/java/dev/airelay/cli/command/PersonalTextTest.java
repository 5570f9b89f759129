package dev.airelay.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.config.ConfigSources;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PersonalTextTest {
    private static final PersonalText RELAY =
            PersonalText.of(ConfigSources.of(Map.of("USER", "relay"), Map.of(), Path.of("/home/relay")));

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "- relay: ready                            | - relay: ready",
                "GET /v1/relay/status 404 relay/status     | GET /v1/relay/status 404 relay/status",
                "http://127.0.0.1:8080/v1/relay/page/code  | http://127.0.0.1:8080/v1/relay/page/code",
                "data_dir = \"/home/relay/data\"            | data_dir = \"~/data\"",
                "/home/relay. /home/relay2/x /home/relay.d | ~. /home/relay2/x /home/relay.d",
                "/mnt/relay/data and /mnt/relays           | /mnt/[user]/data and /mnt/relays",
                "C:\\Users\\Relay\\x                         | C:\\Users\\[user]\\x",
            })
    void hidesUserInPathsOnly(String text, String hidden) {
        assertThat(RELAY.hide(text)).isEqualTo(hidden);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "from 192.168.1.7  2 in             | from [address]  2 in",
                "connect to 10.0.0.5:443.           | connect to [address]:443.",
                "from ::ffff:10.0.0.5 for 900 s     | from [address] for 900 s",
                "from 2001:db8::17, fe80::1%eth0    | from [address], [address]",
                "from 2001:db8:0:0:0:0:0:17         | from [address]",
                "host = \"0.0.0.0\", ::, 127.0.0.1   | host = \"0.0.0.0\", ::, 127.0.0.1",
                "14:28:00 started, version 0.171.0  | 14:28:00 started, version 0.171.0",
            })
    void hidesAddressesOfOtherMachines(String text, String hidden) {
        assertThat(RELAY.hide(text)).isEqualTo(hidden);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"USER", "LOGNAME", "USERNAME"})
    void hidesUserOfAnySystem(String variable) {
        PersonalText personal =
                PersonalText.of(ConfigSources.of(Map.of(variable, "Jo Doe"), Map.of(), Path.of("/root")));

        assertThat(personal.hide("D:\\Jo Doe\\logs of Jo Doe")).isEqualTo("D:\\[user]\\logs of Jo Doe");
    }
}
