package dev.airelay.backend.call;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class TraceContextTest {
    private static final String PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    @Test
    void validHeadersAreKeptAsTheyAre() {
        assertThat(TraceContext.of(PARENT, "vendor=a b,other=1"))
                .hasValue(new TraceContext(PARENT, "vendor=a b,other=1"));
        assertThat(TraceContext.of(PARENT, null)).hasValue(new TraceContext(PARENT, ""));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "00",
                "01-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
                "00-00000000000000000000000000000000-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-0g",
                "00_0af7651916cd43dd8448eb211c80319c_b7ad6b7169203331_01",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-x",
                "00-0af7651916cd43dd8448eb211c80319c\r\nb7ad6b7169203331-01a"
            })
    void headerThatIsNotValidCountsAsNone(String parent) {
        assertThat(TraceContext.of(parent, "a=1")).isEmpty();
    }

    @Test
    void stateThatNoHeaderCanHoldIsLeftOut() {
        assertThat(TraceContext.of(PARENT, "a=1\r\nx: y").orElseThrow().state()).isEmpty();
        assertThat(TraceContext.of(PARENT, "a".repeat(513)).orElseThrow().state())
                .isEmpty();
    }
}
