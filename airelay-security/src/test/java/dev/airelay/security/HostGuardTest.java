package dev.airelay.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.airelay.security.HostDecision.Allowed;
import dev.airelay.security.HostDecision.Denied;
import dev.airelay.security.HostDecision.Reason;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostGuardTest {
    private static final List<String> NO_ORIGIN = List.of();

    private final HostGuard onLoopback =
            new HostGuard(true, List.of("Relay.Example", "[fd00::1]"), List.of("https://chat.example"));
    private final HostGuard onAllAddresses = new HostGuard(false, List.of("relay.example"), List.of());

    private static HostDecision byHost(HostGuard guard, String... host) {
        return guard.check("POST", true, List.of(host), NO_ORIGIN);
    }

    private HostDecision byOrigin(String method, String... origin) {
        return onLoopback.check(method, true, List.of("localhost"), List.of(origin));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "LOCALHOST:8080",
                "localhost.:1",
                "localhost:",
                "app.localhost",
                "127.0.0.1:8080",
                "127.9.8.7",
                "[::1]",
                "[::1]:8080",
                "[0:0:0:0:0:0:0:1]",
                "relay.example:443",
                "RELAY.example.",
                "[fd00::1]:1"
            })
    void loopbackNamesAndAllowedHostsAreAccepted(String host) {
        assertThat(byHost(onLoopback, host)).isInstanceOf(Allowed.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "localhost.evil.example",
                "127.0.0.1.evil.example",
                "127.evil",
                "192.168.0.2:8080",
                "0.0.0.0",
                "[::]",
                "[fd00::2]",
                "xrelay.example",
                "2130706433"
            })
    void otherHostsAreRefused(String host) {
        assertThat(byHost(onLoopback, host)).isInstanceOfSatisfying(Denied.class, denied -> {
            assertThat(denied.reason()).isEqualTo(Reason.FOREIGN_HOST);
            assertThat(denied.value()).isEqualTo(host);
            HostGuard obeying = new HostGuard(true, List.of(denied.entry().orElseThrow()), List.of());
            assertThat(byHost(obeying, host)).isInstanceOf(Allowed.class);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "local host",
                "localhost:x",
                "::1",
                "[::1",
                "[::1]x",
                "user@localhost",
                "localhost/x",
                "http://localhost",
                ".localhost",
                "localhost\u0000",
                "l\u00f6calhost"
            })
    void invalidHostIsRefused(String host) {
        assertThat(byHost(onLoopback, host)).isEqualTo(new Denied(Reason.MALFORMED_HOST, host, Optional.empty()));
    }

    @Test
    void veryLongHostIsRefused() {
        assertThat(byHost(onLoopback, "a.".repeat(100_000))).isInstanceOf(Denied.class);
    }

    @Test
    void moreThanOneHostIsRefused() {
        assertThat(byHost(onLoopback, "localhost", "localhost"))
                .isEqualTo(new Denied(Reason.MALFORMED_HOST, "localhost, localhost", Optional.empty()));
    }

    @Test
    void onlyAnOldClientMayLeaveTheHostOut() {
        Denied missing = new Denied(Reason.MISSING_HOST, "", Optional.empty());

        assertThat(byHost(onLoopback)).isEqualTo(missing);
        assertThat(byHost(onLoopback, " ")).isEqualTo(missing);
        assertThat(byHost(onLoopback, "")).isEqualTo(missing);
        assertThat(onLoopback.check("POST", false, List.of(), NO_ORIGIN)).isInstanceOf(Allowed.class);
    }

    @ParameterizedTest
    @CsvSource({
        "192.168.0.2:8080, true",
        "[fd00::2], true",
        "localhost, true",
        "relay.example, true",
        "evil.example, false",
        "192.168.0.2.evil.example, false"
    })
    void addressCannotBeReboundSoAnOpenListenerAcceptsAny(String host, boolean allowed) {
        assertThat(byHost(onAllAddresses, host) instanceof Allowed).isEqualTo(allowed);
    }

    @ParameterizedTest(name = "{0} from {1}")
    @CsvSource({
        "POST, https://chat.example, true",
        "POST, HTTPS://Chat.Example, true",
        "GET, https://chat.example, true",
        "POST, https://chat.example:444, false",
        "POST, http://chat.example, false",
        "POST, https://chat.example.evil.example, false",
        "POST, http://localhost:8080, false",
        "POST, http://localhost, true",
        "POST, https://LocalHost, true",
        "POST, http://localhost.evil.example, false",
        "GET, https://evil.example, false",
        "GET, null, true",
        "HEAD, null, true",
        "OPTIONS, null, false",
        "POST, null, false",
        "DELETE, null, false",
        "PUT, ' NULL ', false"
    })
    void originMustBeOnTheList(String method, String origin, boolean allowed) {
        if (allowed) {
            assertThat(byOrigin(method, origin)).isInstanceOf(Allowed.class);
            return;
        }
        assertThat(byOrigin(method, origin)).isInstanceOfSatisfying(Denied.class, denied -> {
            assertThat(denied.reason()).isEqualTo(Reason.FOREIGN_ORIGIN);
            assertThat(denied.value()).isEqualTo(origin);
            HostGuard obeying =
                    new HostGuard(true, List.of(), List.of(denied.entry().orElseThrow()));
            assertThat(obeying.check(method, true, List.of("localhost"), List.of(origin)))
                    .isInstanceOf(Allowed.class);
        });
    }

    @Test
    void oneForeignOriginAmongSeveralIsEnough() {
        assertThat(byOrigin("POST", "https://chat.example", "https://evil.example"))
                .isEqualTo(
                        new Denied(Reason.FOREIGN_ORIGIN, "https://evil.example", Optional.of("https://evil.example")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "*", "vscode-webview://*", "evil.example", "https://", "https://a, https://b", "https://a/"})
    void nothingIsAdvisedForWhatIsNotAnOrigin(String origin) {
        assertThat(byOrigin("POST", origin)).isEqualTo(new Denied(Reason.FOREIGN_ORIGIN, origin, Optional.empty()));
    }

    @Test
    void cutsLongValues() {
        assertThat(byOrigin("POST", "https://" + "a".repeat(100_000))).isInstanceOfSatisfying(Denied.class, denied -> {
            assertThat(denied.value()).hasSize(200);
            assertThat(denied.entry()).isEmpty();
        });
    }

    @Test
    void requestWithoutOriginIsNotFromAPage() {
        assertThat(byOrigin("POST")).isInstanceOf(Allowed.class);
    }

    @Test
    void allowedHostMustBeAHost() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new HostGuard(true, List.of("http://x"), List.of()))
                .withMessageContaining("http://x");
    }
}
