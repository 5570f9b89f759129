package dev.airelay.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.security.AdmissionDecision.Admitted;
import dev.airelay.security.AdmissionDecision.Refused;
import dev.airelay.security.AdmissionDecision.Unauthorized;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class AdmissionTest {
    private static final ClientAddress FAR = new ClientAddress("192.0.2.7", false);
    private static final ClientAddress LOCAL = new ClientAddress("127.0.0.1", true);
    private static final Supplier<BearerDecision> RIGHT = BearerDecision.Allowed::new;

    /** Near the end of the range, where a naive comparison of times goes wrong. */
    private final FakeLoop loop = new FakeLoop(Long.MAX_VALUE - 5_000_000_000L);

    private final Admission admission = new Admission(AdmissionLimits.defaults(), loop::nanoTime);
    private final List<AdmissionDecision> decisions = new ArrayList<>();

    private static Supplier<BearerDecision> denied(BearerDecision.Reason reason) {
        return () -> new BearerDecision.Denied(reason);
    }

    private AdmissionTicket admit(ClientAddress client, Supplier<BearerDecision> credential) {
        return admission.admit(client, credential, loop, decisions::add);
    }

    private AdmissionDecision decisionFor(ClientAddress client, Supplier<BearerDecision> credential) {
        int before = decisions.size();
        admit(client, credential);
        assertThat(decisions).hasSize(before + 1);
        return decisions.get(before);
    }

    private void passThrough(ClientAddress client) {
        assertThat(decisionFor(client, RIGHT))
                .isInstanceOfSatisfying(Admitted.class, in -> in.slot().close());
    }

    private void block(ClientAddress client) {
        for (int i = 0; i < 8; i++) {
            decisionFor(client, denied(BearerDecision.Reason.WRONG));
        }
    }

    @Test
    void oneAddressDoesNotUseUpTheAllowanceOfAnother() {
        for (int i = 0; i < 40; i++) {
            passThrough(FAR);
        }

        passThrough(LOCAL);
    }

    @Test
    void slowRateReportsTheWaitInWholeSeconds() {
        AdmissionLimits slow = new AdmissionLimits(
                7,
                1,
                8,
                new AdmissionLimits.Waiting(128, Duration.ofSeconds(5)),
                AdmissionLimits.defaults().failedAuth(),
                16);
        Admission once = new Admission(slow, loop::nanoTime);
        once.admit(FAR, RIGHT, loop, decisions::add);
        once.admit(FAR, RIGHT, loop, decisions::add);

        assertThat(decisions.get(1))
                .as("in 8.6 s it may enter, so in 3.6 s it may wait for that")
                .isEqualTo(new Refused(
                        AdmissionLimit.RATE,
                        4,
                        "This address may send 7 requests per minute, 1 of them at once. Try again in 4 s."));
    }

    @Test
    void wrongTokensCountEvenWhenTheAllowanceIsUsedUp() {
        for (int i = 0; i < 40; i++) {
            passThrough(FAR);
        }

        for (int i = 1; i < 8; i++) {
            assertThat(decisionFor(FAR, denied(BearerDecision.Reason.WRONG)))
                    .isInstanceOfSatisfying(
                            Refused.class,
                            refused -> assertThat(refused.limit()).isEqualTo(AdmissionLimit.RATE));
        }
        assertThat(decisionFor(FAR, denied(BearerDecision.Reason.WRONG)))
                .isEqualTo(new Unauthorized(BearerDecision.Reason.WRONG, 8, Duration.ofSeconds(900)));
    }

    @Test
    void eighthWrongTokenBlocksAndTheNinthGetsTheDuration() {
        for (int i = 1; i < 8; i++) {
            assertThat(decisionFor(FAR, denied(BearerDecision.Reason.WRONG)))
                    .isEqualTo(new Unauthorized(BearerDecision.Reason.WRONG, i, Duration.ZERO));
        }
        assertThat(decisionFor(FAR, denied(BearerDecision.Reason.MISSING)))
                .isEqualTo(new Unauthorized(BearerDecision.Reason.MISSING, 8, Duration.ofSeconds(900)));
        loop.advance(Duration.ofMillis(1_500));

        assertThat(decisionFor(FAR, denied(BearerDecision.Reason.WRONG)))
                .isEqualTo(new Refused(
                        AdmissionLimit.FAILED_AUTH,
                        899,
                        "This address sent 8 requests with a missing or wrong relay token within 300 s, so it is blocked."
                                + " From the relay's own machine, the right token still works."
                                + " Try again in 899 s."));
        assertThat(admission.overview().blockedClients()).isEqualTo(1);
    }

    @Test
    void blockedAddressIsRefusedWithAnyTokenUntilTheBlockEnds() {
        block(FAR);

        assertThat(decisionFor(FAR, () -> {
                    throw new AssertionError("the token must not be looked at");
                }))
                .isInstanceOf(Refused.class);
        loop.advance(Duration.ofSeconds(900));
        passThrough(FAR);
    }

    @Test
    void rightTokenPassesABlockedLoopbackAddressAndWrongOnesStayBlocked() {
        block(LOCAL);

        passThrough(LOCAL);

        assertThat(decisionFor(LOCAL, denied(BearerDecision.Reason.WRONG)))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.limit()).isEqualTo(AdmissionLimit.FAILED_AUTH));
        passThrough(LOCAL);
    }

    @Test
    void wrongTokensFartherApartThanTheWindowDoNotBlock() {
        for (int i = 0; i < 50; i++) {
            assertThat(decisionFor(FAR, denied(BearerDecision.Reason.WRONG)))
                    .isInstanceOfSatisfying(
                            Unauthorized.class,
                            answer -> assertThat(answer.blockedFor()).isZero());
            loop.advance(Duration.ofSeconds(43));
        }
    }

    @Test
    void relayWithoutTokenDoesNotBlockItsClients() {
        for (int i = 0; i < 20; i++) {
            assertThat(decisionFor(FAR, denied(BearerDecision.Reason.NOT_CONFIGURED)))
                    .isEqualTo(new Unauthorized(BearerDecision.Reason.NOT_CONFIGURED, 0, Duration.ZERO));
        }
    }
}
