package dev.airelay.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.security.BindPolicy.Access;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BindPolicyTest {

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "127.0.0.1, TOKEN, silent",
        "127.8.8.8, TOKEN, silent",
        "::1, TOKEN, silent",
        "::ffff:127.0.0.1, TOKEN, silent",
        "127.0.0.1, OPEN, warned",
        "::1, OPEN, warned",
        "0.0.0.0, TOKEN, warned",
        "::, TOKEN, warned",
        "192.168.1.5, TOKEN, warned",
        "fe80::1, TOKEN, warned",
        "0.0.0.0, OPEN, OPEN_TO_NETWORK",
        "::, OPEN, OPEN_TO_NETWORK",
        "192.168.1.5, OPEN, OPEN_TO_NETWORK",
        "::ffff:192.168.1.5, OPEN, OPEN_TO_NETWORK",
        "0.0.0.0, MISSING_TOKEN, NO_TOKEN",
        "127.0.0.1, MISSING_TOKEN, NO_TOKEN"
    })
    void whoMayListenWhere(String host, Access access, String expected) throws UnknownHostException {
        BindDecision decision = BindPolicy.decide(InetAddress.getByName(host), access, false, "server.host");

        assertThat(named(decision)).isEqualTo(expected);
    }

    private static String named(BindDecision decision) {
        if (decision instanceof BindDecision.Refused refused) {
            assertThat(refused.message()).isNotBlank();
            return refused.reason().name();
        }
        return decision instanceof BindDecision.Warned ? "warned" : "silent";
    }

    @ParameterizedTest
    @CsvSource({"0.0.0.0, 0.0.0.0 (all addresses of this machine)", "192.168.1.5, 192.168.1.5"})
    void warningAndRefusalNameTheAddress(String host, String shown) throws UnknownHostException {
        InetAddress address = InetAddress.getByName(host);

        assertThat(((BindDecision.Warned) BindPolicy.decide(address, Access.TOKEN, false, "server.host")).warning())
                .contains(shown, "relay token", "without TLS");
        assertThat(((BindDecision.Warned) BindPolicy.decide(address, Access.TOKEN, true, "ollama.host")).warning())
                .contains(shown, "ollama.host")
                .doesNotContain("TLS", "server.host");
        assertThat(((BindDecision.Refused) BindPolicy.decide(address, Access.OPEN, false, "server.host")).message())
                .contains(shown, "server.host", "--no-auth");
    }
}
