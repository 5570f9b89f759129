package dev.airelay.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialHeaderTest {
    private final BearerGuard guard = new BearerGuard(() -> Optional.of("s3cret"));

    @Test
    void tokenAloneCountsAsBearerToken() {
        CredentialHeader header = CredentialHeader.of("X-API-Key");

        assertThat(header.name()).isEqualTo("x-api-key");
        assertThat(guard.check(header.asAuthorization("s3cret"))).isEqualTo(new BearerDecision.Allowed());
        assertThat(guard.check(header.asAuthorization("other")))
                .isEqualTo(new BearerDecision.Denied(BearerDecision.Reason.WRONG));
        assertThat(guard.check(header.asAuthorization(" ")))
                .isEqualTo(new BearerDecision.Denied(BearerDecision.Reason.MISSING));
    }

    @Test
    void authorizationIsCheckedAsSent() {
        assertThat(guard.check(CredentialHeader.AUTHORIZATION.asAuthorization("Bearer s3cret")))
                .isEqualTo(new BearerDecision.Allowed());
        assertThat(guard.check(CredentialHeader.AUTHORIZATION.asAuthorization("s3cret")))
                .isEqualTo(new BearerDecision.Denied(BearerDecision.Reason.MALFORMED));
    }

    @Test
    void showsHowClientsWriteIt() {
        assertThat(CredentialHeader.AUTHORIZATION.place()).isEqualTo("as a bearer token in the header Authorization");
        assertThat(CredentialHeader.of("x-api-key").place()).isEqualTo("in the header x-api-key");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x key", "x:key", "x\nkey"})
    void refusesNamesThatNoHeaderHas(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CredentialHeader.of(name))
                .withMessage("not the name of a header: '" + name + "'");
    }
}
