package dev.airelay.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientAddressSourceTest {
    private final ClientAddressSource behindProxies =
            new ClientAddressSource(TrustedProxies.of(List.of("127.0.0.1", "10.0.0.0/9", "fd00::/12", "::1")));

    private static InetAddress address(String text) throws UnknownHostException {
        return InetAddress.getByName(text);
    }

    @Test
    void withoutTrustedProxiesTheHeaderIsNotRead() throws UnknownHostException {
        ClientAddressSource direct = new ClientAddressSource(TrustedProxies.none());

        assertThat(direct.client(address("127.0.0.1"), List.of("8.8.8.8")))
                .isEqualTo(new ClientAddress("127.0.0.1", true));
    }

    @ParameterizedTest(name = "{0} says {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "127.0.0.1    | 192.0.2.1                     | 192.0.2.1",
                "127.0.0.1    | 1.1.1.1, 192.0.2.1            | 192.0.2.1",
                "127.0.0.1    | 1.1.1.1, 192.0.2.1, 10.1.2.3  | 192.0.2.1",
                "127.0.0.1    | 10.127.255.255                | 10.127.255.255",
                "127.0.0.1    | 10.128.0.0, 10.0.0.1          | 10.128.0.0",
                "127.0.0.1    | 192.0.2.1:4711                | 192.0.2.1",
                "127.0.0.1    | [2001:db8::5]:443             | 2001:db8:0:0:0:0:0:5",
                "127.0.0.1    | [2001:db8::5]                 | 2001:db8:0:0:0:0:0:5",
                "127.0.0.1    | [fe80::5%eth0]:1              | fe80:0:0:0:0:0:0:5",
                "127.0.0.1    | 2001:db8::5, fd0f::1          | 2001:db8:0:0:0:0:0:5",
                "::1          | ::ffff:192.0.2.1              | 192.0.2.1",
                "127.0.0.1    | 1.1.1.1, unknown              | 127.0.0.1",
                "127.0.0.1    | 1.1.1.1, unknown, 10.0.0.2    | 10.0.0.2",
                "127.0.0.1    | 1.1.1.1,                      | 127.0.0.1",
                "127.0.0.1    | localhost                     | 127.0.0.1",
                "127.0.0.1    | 1.1.1                         | 127.0.0.1",
                "127.0.0.1    | 010.1.1.1                     | 127.0.0.1",
                "127.0.0.1    | 1.1.1.1.                      | 127.0.0.1",
                "127.0.0.1    | 256.1.1.1                     | 127.0.0.1",
                "127.0.0.1    | 1:2:3                         | 127.0.0.1",
                "127.0.0.1    | ''                            | 127.0.0.1",
                "192.0.2.99   | 1.1.1.1                       | 192.0.2.99",
                "::2          | 1.1.1.1                       | 0:0:0:0:0:0:0:2"
            })
    void clientIsTheRightMostAddressOtherThanProxies(String peer, String header, String client)
            throws UnknownHostException {
        assertThat(behindProxies.client(address(peer), List.of(header)).text()).isEqualTo(client);
    }

    @Test
    void severalHeadersAreOneList() throws UnknownHostException {
        assertThat(behindProxies
                        .client(address("127.0.0.1"), List.of("1.1.1.1", "192.0.2.1, 10.0.0.1", "10.0.0.2"))
                        .text())
                .isEqualTo("192.0.2.1");
    }

    @Test
    void proxyThatSaysNothingIsTheClient() throws UnknownHostException {
        assertThat(behindProxies.client(address("127.0.0.1"), List.of()))
                .isEqualTo(new ClientAddress("127.0.0.1", true));
    }

    @Test
    void noProxyMakesAClientLocal() throws UnknownHostException {
        assertThat(behindProxies.client(address("10.0.0.1"), List.of("127.0.0.1")))
                .isEqualTo(new ClientAddress("127.0.0.1", false));
        assertThat(behindProxies.client(address("127.0.0.1"), List.of("127.0.0.2")))
                .isEqualTo(new ClientAddress("127.0.0.1", false));
    }

    @Test
    void longHeaderIsReadFromItsRightEndOnly() throws UnknownHostException {
        String header = "1.1.1.1, ".repeat(100_000) + "10.0.0.7, ".repeat(31) + "10.0.0.8";

        assertThat(behindProxies.client(address("127.0.0.1"), List.of(header)).text())
                .isEqualTo("10.0.0.7");
    }

    @Test
    void ipv6NetworkCanBeOneClient() throws UnknownHostException {
        ClientAddressSource grouped = new ClientAddressSource(TrustedProxies.none(), 64);

        ClientAddress client = grouped.client(address("2001:db8:1:2:aaaa::1"), List.of());

        assertThat(client).isEqualTo(grouped.client(address("2001:db8:1:2:bbbb::2"), List.of()));
        assertThat(client.text()).isEqualTo("2001:db8:1:2:0:0:0:0/64");
        assertThat(client).isNotEqualTo(grouped.client(address("2001:db8:1:3::1"), List.of()));
        assertThat(grouped.client(address("::1"), List.of())).isEqualTo(new ClientAddress("127.0.0.1", true));
        assertThat(grouped.client(address("192.0.2.1"), List.of())).isEqualTo(new ClientAddress("192.0.2.1", false));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.0.0.2",
                "127.255.255.254",
                "127.8.9.1",
                "::1",
                "::ffff:127.0.0.1",
                "::ffff:7f08:901"
            })
    void allLoopbackAddressesAreOneClient(String text) throws UnknownHostException {
        ClientAddress expected = new ClientAddress("127.0.0.1", true);

        assertThat(ClientAddress.of(address(text))).isEqualTo(expected);
        assertThat(new ClientAddressSource(TrustedProxies.none(), 64).client(address(text), List.of()))
                .isEqualTo(expected);
    }

    @Test
    void loopbackAddressThatStaysMappedIsTheSameClient() throws UnknownHostException {
        byte[] mapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, (byte) 0xff, (byte) 0xff, 127, 1, 2, 3};
        InetAddress inIpv6Form = Inet6Address.getByAddress("", mapped, -1);
        assertThat(inIpv6Form).isInstanceOf(Inet6Address.class);

        assertThat(ClientAddress.of(inIpv6Form)).isEqualTo(new ClientAddress("127.0.0.1", true));
    }

    @ParameterizedTest
    @ValueSource(strings = {"128.0.0.1", "126.255.255.255", "::2", "10.0.0.1", "0.0.0.0", "fe80::1"})
    void otherAddressesAreClientsOfTheirOwn(String text) throws UnknownHostException {
        assertThat(ClientAddress.of(address(text))).isNotEqualTo(ClientAddress.of(address("127.0.0.1")));
        assertThat(ClientAddress.of(address(text)).loopback()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"localhost", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/x", "fd00::/129", "", "10.0.0/8", "[::1]"})
    void proxyMustBeAnAddressOrARange(String entry) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TrustedProxies.of(List.of(entry)))
                .withMessageStartingWith("trustedProxies must hold addresses")
                .withMessageEndingWith("was \"" + entry + "\"");
    }
}
