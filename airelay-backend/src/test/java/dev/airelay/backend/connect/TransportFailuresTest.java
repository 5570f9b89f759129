package dev.airelay.backend.connect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.transforms.failure.UpstreamFailure;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.DecoderException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.security.cert.CertificateException;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TransportFailuresTest {

    private static final String SECRET = "a text that is not for the client";

    private final TransportFailures failures =
            new TransportFailures(Endpoint.of(URI.create("https://chatgpt.com/backend-api/codex")), null);

    static Stream<Arguments> causes() {
        SSLHandshakeException untrusted = new SSLHandshakeException(SECRET);
        untrusted.initCause(new CertificateException(SECRET));
        return Stream.of(
                Arguments.of(new ConnectException(SECRET), 502, "refused"),
                Arguments.of(new ConnectTimeoutException(SECRET), 504, "in time"),
                Arguments.of(new UnknownHostException(SECRET), 502, "resolved"),
                Arguments.of(new NoRouteToHostException(SECRET), 502, "route"),
                Arguments.of(new SSLHandshakeException(SECRET), 502, "TLS handshake failed"),
                Arguments.of(new DecoderException(new SSLHandshakeException(SECRET)), 502, "TLS handshake failed"),
                Arguments.of(untrusted, 502, "certificate"),
                Arguments.of(new IOException(SECRET), 502, "reset or lost"),
                Arguments.of(new ClosedChannelException(), 502, "lost"));
    }

    @ParameterizedTest
    @MethodSource("causes")
    void causeIsSaidInPlainWords(Throwable cause, int status, String words) {
        UpstreamFailure failure = failures.unreachable(cause);

        assertThat(failure.status()).isEqualTo(status);
        assertThat(failure.error().message())
                .contains("chatgpt.com:443")
                .contains(words)
                .doesNotContain(SECRET);
    }

    @ParameterizedTest
    @MethodSource("causes")
    void lossOfTheConnectionIsABadGateway(Throwable cause) {
        UpstreamFailure failure = failures.closed(cause);

        assertThat(failure.status()).isEqualTo(502);
        assertThat(failure.error().code()).isEqualTo("upstream_error");
        assertThat(failure.error().message()).contains("chatgpt.com:443").doesNotContain(SECRET);
    }

    @Test
    void ourOwnMistakeIsNotBlamedOnTheUpstream() {
        UpstreamFailure failure = failures.closed(new IllegalStateException(SECRET));

        assertThat(failure.status()).isEqualTo(500);
        assertThat(failure.error().message()).contains("relay").doesNotContain(SECRET);
    }

    @Test
    void lackOfMemoryIsSaidToBeThat() {
        OutOfMemoryError full = new OutOfMemoryError("Java heap space");

        for (UpstreamFailure failure : List.of(failures.closed(full), failures.unreachable(full))) {
            assertThat(failure.status()).isEqualTo(503);
            assertThat(failure.error().code()).isEqualTo("out_of_memory");
        }
    }
}
