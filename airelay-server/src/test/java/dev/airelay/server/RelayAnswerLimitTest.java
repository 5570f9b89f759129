package dev.airelay.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Answers of the upstream that are too large, for the settings or for the memory there is. */
@Timeout(120)
class RelayAnswerLimitTest {

    private static final int MIB = 1 << 20;
    private static final int READERS = 10;
    private static final String BACKGROUND =
            "{\"model\": \"gpt-5.5\", \"background\": true, \"input\": \"hello [[emulate: endless]]\"}";

    @TempDir
    Path dataDir;

    /** A relay with settings, which holds nothing of any answer in the end. */
    private record LimitedRelay(RunningRelay relay) implements AutoCloseable {

        static LimitedRelay of(Path dataDir, String... settings) {
            Map<String, String> all = new HashMap<>(Map.of("server.memory_wait_seconds", "0.5"));
            for (int i = 0; i < settings.length; i += 2) {
                all.put(settings[i], settings[i + 1]);
            }
            return new LimitedRelay(RunningRelay.start(dataDir, all));
        }

        @Override
        public void close() {
            try {
                long deadline = System.nanoTime() + RunningRelay.LIMIT.toNanos();
                while (relay.server().memory().taken() > 0 || relay.emulator().openStreams() > 0) {
                    assertThat(System.nanoTime())
                            .as(relay.server().memory().taken() + " bytes are left, of streams "
                                    + relay.emulator().openStreams())
                            .isLessThan(deadline);
                    // Takes its time, and shows that the relay serves.
                    assertThat(relay.get("/healthz").status()).isEqualTo(200);
                }
            } finally {
                relay.close();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void answerWithoutEndIsEndedAtItsLimit(Generation generation) {
        try (LimitedRelay limited = LimitedRelay.of(dataDir, "upstream.max_answer_bytes", "300000")) {
            for (String what : List.of("text", "parts bytes=100", "calls bytes=100")) {
                WireAnswer answer = generation.ask(limited.relay(), "hello [[emulate: endless what=" + what + "]]");

                assertFails(generation, answer, 502, "answer_too_large");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void answerLargerThanAllTheMemoryIsEndedAtOnce(Generation generation) {
        try (LimitedRelay limited = LimitedRelay.of(dataDir, "server.max_buffered_bytes", String.valueOf(MIB))) {
            WireAnswer answer = generation.ask(limited.relay(), "hello [[emulate: endless]]");

            assertFails(generation, answer, 503, "out_of_memory");
            assertThat(answer.header("retry-after")).as("no wait helps").isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void giantEventIsRefusedBeforeItIsThere(Generation generation) {
        try (LimitedRelay limited = LimitedRelay.of(
                dataDir, "server.max_buffered_bytes", String.valueOf(MIB), "upstream.max_event_bytes", "67108864")) {
            WireAnswer answer = generation.ask(limited.relay(), "hello [[emulate: giant in=text mb=5]]");

            assertFails(generation, answer, 503, "out_of_memory");
        }
    }

    @Test
    void largestEventCanBeSet() {
        try (LimitedRelay limited = LimitedRelay.of(dataDir, "upstream.max_event_bytes", "500000")) {
            WireAnswer answer = Generation.CHAT.ask(limited.relay(), "hello [[emulate: giant in=text mb=1]]");

            assertFails(Generation.CHAT, answer, 502, "event_too_large");
            assertThat(answer.error("message")).contains("500000 bytes", "upstream.max_event_bytes");
        }
    }

    private static void assertFails(Generation generation, WireAnswer answer, int status, String code) {
        if (generation.stream() && answer.status() == 200) {
            generation.assertCode(generation.inBandError(answer), code);
        } else {
            assertThat(answer.status()).as(answer::text).isEqualTo(status);
            generation.assertCode(answer, code);
        }
    }

    @Test
    void answersWithinTheLimitsAreWhole() {
        try (LimitedRelay limited = LimitedRelay.of(
                dataDir, "upstream.max_answer_bytes", "40000000", "server.max_buffered_bytes", "100000000")) {
            for (Generation generation : Generation.values()) {
                WireAnswer answer = generation.ask(limited.relay(), "hello [[emulate: giant in=text mb=3]]");

                assertThat(generation.text(answer)).hasSizeGreaterThan(3_000_000);
            }
        }
    }

    @Test
    void choicesFailTogether() {
        try (LimitedRelay limited = LimitedRelay.of(dataDir, "upstream.max_answer_bytes", "300000")) {
            WireAnswer answer = limited.relay().chat("""
                    {"model": "gpt-5.5", "n": 3,
                     "messages": [{"role": "user", "content": "hello [[emulate: endless]]"}]}""");

            assertThat(answer.status()).as(answer::text).isEqualTo(502);
            assertThat(answer.error("code")).isEqualTo("answer_too_large");
        }
    }

    @Test
    void responseInTheBackgroundFailsAtItsLimit() {
        try (LimitedRelay limited = LimitedRelay.of(dataDir, "upstream.max_answer_bytes", "300000")) {
            JsonNode begun = limited.relay().responses(BACKGROUND).json();
            String path = RunningRelay.RESPONSES + "/" + begun.path("id").stringValue();

            List<String> types = limited.relay().get(path + "?stream=true").types();

            assertThat(types).endsWith("response.failed");
            JsonNode response = limited.relay().get(path).json();
            assertThat(response.path("status").stringValue()).isEqualTo("failed");
            assertThat(response.toString()).contains("answer_too_large");
        }
    }

    /** Each of them has some of an answer that nobody reads; together they have all the memory. */
    @Test
    void slowReadersHoldBackWhatIsTooMuchAndLeaveRoomForTheOthers() {
        try (LimitedRelay limited = LimitedRelay.of(
                dataDir, "server.max_buffered_bytes", String.valueOf(6 * MIB), "server.send_timeout_seconds", "60")) {
            List<RawClient> readers = new ArrayList<>();
            try {
                for (int i = 0; i < READERS; i++) {
                    RawClient reader = RawClient.withSmallWindow(limited.relay());
                    readers.add(reader);
                    reader.write(RawClient.post(
                            RunningRelay.CHAT, Generation.CHAT_STREAM.body("hello [[emulate: giant in=text mb=1]]")));
                }
                // An answer that is small finds room all the time.
                for (int i = 0; i < 20; i++) {
                    assertThat(Generation.CHAT.text(Generation.CHAT.ask(limited.relay(), "hello")))
                            .startsWith("[emulator]");
                }
                assertThat(limited.relay().server().memory().taken())
                        .as("answers of a megabyte, counted")
                        .isLessThan(12L * MIB);
                for (RawClient reader : readers) {
                    assertWholeOrRefused(reader.answer());
                }
            } finally {
                readers.forEach(RawClient::close);
            }
        }
    }

    private static void assertWholeOrRefused(RawAnswer answer) {
        if (answer.status() == 200) {
            assertThat(answer.body()).endsWith("data: [DONE]\n\n");
            assertThat(answer.body().contains("\"finish_reason\":\"stop\""))
                    .as("an answer is whole or says that it is not")
                    .isNotEqualTo(answer.body().contains("out_of_memory"));
        } else {
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.body()).contains("out_of_memory");
            assertThat(answer.header("retry-after")).hasValue("1");
        }
    }

    @Test
    void whatIsStoredIsNotReadIntoFullMemory() {
        try (LimitedRelay limited = LimitedRelay.of(dataDir, "server.max_buffered_bytes", String.valueOf(8 * MIB))) {
            RunningRelay relay = limited.relay();
            JsonNode response = Generation.RESPONSE.ask(relay, "hello").json();
            String path = RunningRelay.RESPONSES + "/" + response.path("id").stringValue();
            String file = relay.upload(
                            "/v1/files",
                            new FormBody()
                                    .field("purpose", "user_data")
                                    .file(
                                            "file",
                                            "a.txt",
                                            "text/plain",
                                            "x".repeat(900_000).getBytes(StandardCharsets.US_ASCII)))
                    .json()
                    .path("id")
                    .stringValue();
            String referring = """
                    {"model": "gpt-5.5", "input": [{"role": "user", "content": [
                     {"type": "input_file", "file_id": "%s"}]}]}""".formatted(file);
            assertThat(relay.responses(referring).status()).isEqualTo(200);
            long full = 8 * MIB - 500;
            relay.server().memory().charge(full);
            try {
                for (WireAnswer refused :
                        List.of(relay.get(path), relay.get(path + "/input_items"), relay.responses(referring))) {
                    assertThat(refused.status()).as(refused::text).isEqualTo(503);
                    assertThat(refused.error("code")).isIn("out_of_memory", "request_memory_exhausted");
                    assertThat(refused.header("retry-after")).hasValue("1");
                }
                assertThat(relay.get("/healthz").status()).isEqualTo(200);
            } finally {
                relay.server().memory().give(full);
            }
            assertThat(relay.get(path).json()).isEqualTo(response);
            assertThat(relay.responses(referring).status()).isEqualTo(200);
        }
    }

    @Test
    void streamOfAStoredResponseWaitsForMemory() {
        try (LimitedRelay limited = LimitedRelay.of(dataDir, "server.max_buffered_bytes", String.valueOf(8 * MIB))) {
            RunningRelay relay = limited.relay();
            String path = RunningRelay.RESPONSES + "/"
                    + Generation.RESPONSE.ask(relay, "hello").json().path("id").stringValue();
            relay.server().memory().charge(8 * MIB);
            try (RawClient client = RawClient.of(relay)) {
                client.write(RawClient.head("GET " + path + "?stream=true HTTP/1.1"));
                for (int i = 0; i < 20; i++) {
                    assertThat(relay.get("/healthz").status()).isEqualTo(200);
                }
                assertThat(client.hasAnswer()).isFalse();

                relay.server().memory().give(8 * MIB);

                assertThat(client.answer().body())
                        .contains("response.completed")
                        .endsWith("data: [DONE]\n\n");
            }
        }
    }
}
