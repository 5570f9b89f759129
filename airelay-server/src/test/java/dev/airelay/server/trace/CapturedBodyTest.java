package dev.airelay.server.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.traffic.record.LoggedBody;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CapturedBodyTest {

    private static CapturedBody captured(int maxBytes, String... pieces) {
        CapturedBody body = new CapturedBody(maxBytes);
        for (String piece : pieces) {
            ByteBuf bytes = Unpooled.copiedBuffer(piece, StandardCharsets.UTF_8);
            body.add(bytes);
            assertThat(bytes.readableBytes()).isEqualTo(piece.length());
            bytes.release();
        }
        return body;
    }

    private static @Nullable String text(LoggedBody body) {
        return body instanceof LoggedBody.Bytes whole ? new String(whole.bytes(), StandardCharsets.UTF_8) : null;
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {"6,abcdef", "5,-", "3,-", "0,-"})
    void copyIsKeptOfABodyWithinTheLimit(int maxBytes, @Nullable String kept) {
        CapturedBody body = captured(maxBytes, "abc", "", "def");

        assertThat(body.size()).isEqualTo(6);
        assertThat(body.heldBytes()).isEqualTo(kept == null ? 0 : 6);
        LoggedBody taken = body.take("text/plain").get();
        assertThat(taken.size()).isEqualTo(6);
        assertThat(text(taken)).isEqualTo(kept);
        assertThat(body.heldBytes()).isZero();
    }

    @Test
    void nothingIsAnEmptyBody() {
        assertThat(text(captured(6).take("").get())).isEmpty();
        assertThat(captured(0).take("").get()).isEqualTo(new LoggedBody.Omitted(0));
    }

    @Test
    void whatIsForgottenIsOnlyCounted() {
        CapturedBody body = captured(6, "abc");

        body.forget();

        assertThat(body.take("text/plain").get()).isEqualTo(new LoggedBody.Omitted(3));
    }
}
