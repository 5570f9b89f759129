package dev.airelay.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.auth.issuer.Credentials;
import dev.airelay.auth.issuer.Revocation;
import dev.airelay.auth.issuer.TokenReply;
import dev.airelay.auth.session.StaticCredentials;
import dev.airelay.config.ConfigLoader;
import dev.airelay.config.ConfigSources;
import dev.airelay.config.RelayConfig;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An additional CA is trusted on every outbound connection; without it nothing is trusted. */
class AuthorityFileTest {
    private static final TokenReply SESSION =
            new TokenReply(Optional.empty(), Optional.of("access"), Optional.of("refresh"));

    @TempDir
    Path home;

    private TlsUpstream upstream;

    @BeforeEach
    void start() throws Exception {
        upstream = TlsUpstream.start(home);
    }

    @AfterEach
    void stop() {
        upstream.close();
    }

    private RelayConfig config(boolean trusted) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "upstream.base_url",
                upstream.address() + "/backend-api/codex",
                "upstream.issuer_base_url",
                upstream.address().toString(),
                "auth.storage",
                "file"));
        if (trusted) {
            settings.put("upstream.ca_file", upstream.authority().toString());
        }
        return ConfigLoader.load(ConfigSources.of(Map.of(), settings, home)).config();
    }

    private List<Check> checks(boolean trusted) throws InterruptedException {
        StaticCredentials signedIn = new StaticCredentials(new Credentials("access", "account"));
        try (UpstreamCheckup checkup = UpstreamCheckup.open(config(trusted), signedIn)) {
            List<Check> hops = checkup.network();
            return List.of(
                    hops.get(hops.size() - 1),
                    checkup.models().check(),
                    checkup.usage().check());
        }
    }

    private Revocation revocation(boolean trusted) {
        try (SessionAccess access = SessionAccess.open(config(trusted), Map.of())) {
            return access.issuer().revoke(SESSION);
        }
    }

    @Test
    void serverOfThatAuthorityIsTrustedByUpstreamCallsAndByTheLogin() throws InterruptedException {
        List<Check> checks = checks(true);

        assertThat(checks.get(0)).isEqualTo(Check.pass("http", "answered (HTTP 200; any status is fine here)"));
        assertThat(checks.get(1).message()).contains("offers no models to this account");
        assertThat(checks.get(2).passed()).isTrue();
        assertThat(revocation(true).confirmed()).isTrue();
    }

    @Test
    void withoutItTheServerIsRefusedByAll() throws InterruptedException {
        assertThat(checks(false))
                .allSatisfy(check -> assertThat(check.passed()).isFalse())
                .first()
                .satisfies(check -> assertThat(check.name()).isEqualTo("tls"));
        assertThat(revocation(false).confirmed()).isFalse();
    }
}
