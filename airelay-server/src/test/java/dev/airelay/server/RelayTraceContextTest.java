package dev.airelay.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.emulator.api.RecordedRequest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The headers of W3C Trace Context on their way to the upstream. */
@Relay
class RelayTraceContextTest {
    private static final String PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private final RunningRelay relay;

    RelayTraceContextTest(RunningRelay relay) {
        this.relay = relay;
    }

    private RecordedRequest upstream(String path, String body, String parent) {
        relay.post(path, body, "traceparent", parent, "tracestate", "vendor=1");
        return relay.upstreamRequest();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            /v1/responses        | {"model": "gpt-5.5", "input": "hello"}
            /v1/chat/completions | {"model": "gpt-5.5", "messages": [{"role": "user", "content": "hello"}], "stream": true}
            """)
    void traceOfTheClientGoesOn(String path, String body) {
        RecordedRequest request = upstream(path, body, PARENT);

        assertThat(request.header("traceparent")).hasValue(PARENT);
        assertThat(request.header("tracestate")).hasValue("vendor=1");
    }

    @ParameterizedTest
    @CsvSource({"00-1-2-3", "not a trace"})
    void invalidTraceIsLeftOut(String parent) {
        RecordedRequest request = upstream("/v1/responses", "{\"model\": \"gpt-5.5\", \"input\": \"hello\"}", parent);

        assertThat(request.header("traceparent")).isEmpty();
        assertThat(request.header("tracestate")).isEmpty();
    }
}
