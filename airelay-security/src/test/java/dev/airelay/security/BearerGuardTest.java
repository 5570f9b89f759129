package dev.airelay.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.security.BearerDecision.Allowed;
import dev.airelay.security.BearerDecision.Denied;
import dev.airelay.security.BearerDecision.Reason;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class BearerGuardTest {
    private static final BearerDecision ALLOWED = new Allowed();

    private final BearerGuard guard = new BearerGuard(() -> Optional.of("s3cret"));

    private static BearerDecision denied(Reason reason) {
        return new Denied(reason);
    }

    static Stream<Arguments> headers() {
        return Stream.of(
                Arguments.of("no header", null, denied(Reason.MISSING)),
                Arguments.of("empty", "", denied(Reason.MISSING)),
                Arguments.of("only spaces", "   ", denied(Reason.MISSING)),
                Arguments.of("the token", "Bearer s3cret", ALLOWED),
                Arguments.of("lower-case scheme", "bearer s3cret", ALLOWED),
                Arguments.of("upper-case scheme", "BEARER s3cret", ALLOWED),
                Arguments.of("doubled space", "Bearer   s3cret  ", ALLOWED),
                Arguments.of("space before", "  Bearer s3cret", ALLOWED),
                Arguments.of("scheme only", "Bearer", denied(Reason.MALFORMED)),
                Arguments.of("scheme and space", "Bearer ", denied(Reason.MALFORMED)),
                Arguments.of("no scheme", "s3cret", denied(Reason.MALFORMED)),
                Arguments.of("other scheme", "Basic czNjcmV0", denied(Reason.MALFORMED)),
                Arguments.of("scheme with a tail", "Bearers s3cret", denied(Reason.MALFORMED)),
                Arguments.of("tab in place of the space", "Bearer\ts3cret", denied(Reason.MALFORMED)),
                Arguments.of("dotless i is not an i", "Bearer\u0131 s3cret", denied(Reason.MALFORMED)),
                Arguments.of("wrong token", "Bearer nope", denied(Reason.WRONG)),
                Arguments.of("other case", "Bearer S3CRET", denied(Reason.WRONG)),
                Arguments.of("prefix of the token", "Bearer s3cre", denied(Reason.WRONG)),
                Arguments.of("token and more", "Bearer s3cret2", denied(Reason.WRONG)),
                Arguments.of("two tokens", "Bearer s3cret s3cret", denied(Reason.WRONG)),
                Arguments.of("two headers joined", "Bearer s3cret, Bearer s3cret", denied(Reason.WRONG)),
                Arguments.of("Latin-1 bytes", "Bearer s3cr\u00e9t", denied(Reason.WRONG)),
                Arguments.of("half a surrogate pair", "Bearer \ud800", denied(Reason.WRONG)),
                Arguments.of("emoji", "Bearer \ud83d\ude00", denied(Reason.WRONG)),
                Arguments.of("NUL", "Bearer s3cret\u0000x", denied(Reason.WRONG)),
                Arguments.of("very long", "Bearer " + "x".repeat(1_000_000), denied(Reason.WRONG)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("headers")
    void decidesByTheHeader(String name, String header, BearerDecision expected) {
        assertThat(guard.check(header)).isEqualTo(expected);
    }

    @Test
    void tokenOutsideAsciiIsComparedToo() {
        BearerGuard other = new BearerGuard(() -> Optional.of("gr\u00fcn"));

        assertThat(other.check("Bearer gr\u00fcn")).isEqualTo(ALLOWED);
        assertThat(other.check("Bearer gr?n")).isEqualTo(denied(Reason.WRONG));
    }

    @Test
    void admitsNoClientWithoutToken() {
        for (Optional<String> none : List.of(Optional.<String>empty(), Optional.of(""))) {
            BearerGuard closed = new BearerGuard(() -> none);

            assertThat(closed.check("Bearer x")).isEqualTo(denied(Reason.NOT_CONFIGURED));
            assertThat(closed.check(null)).isEqualTo(denied(Reason.MISSING));
        }
    }

    @Test
    void followsTheTokenInForce() {
        AtomicReference<String> token = new AtomicReference<>("old");
        BearerGuard rotated = new BearerGuard(() -> Optional.of(token.get()));
        assertThat(rotated.check("Bearer old")).isEqualTo(ALLOWED);

        token.set("new");

        assertThat(rotated.check("Bearer new")).isEqualTo(ALLOWED);
        assertThat(rotated.check("Bearer old")).isEqualTo(denied(Reason.WRONG));
    }
}
