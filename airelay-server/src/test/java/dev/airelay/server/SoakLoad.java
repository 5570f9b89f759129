package dev.airelay.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;

/** Requests of every kind in random order: good ones, every quick fault, clients that go, and everything that is kept. */
final class SoakLoad {
    /** Faults that are waits; the load is to be brisk. */
    private static final Set<String> WAITS = Set.of("silence", "slow-start");

    private static final int FILE_BYTES = 50_000;
    private static final String SLOW_ANSWER = "hello [[emulate: text words=200, pace millis=1]]";

    private final RunningRelay relay;
    private final List<FaultRow> faults = FaultTable.rows().stream()
            .flatMap(row -> row.cases().stream())
            .filter(row -> !WAITS.contains(row.script()))
            .toList();
    private final LongAdder requests = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private final LongAdder aborts = new LongAdder();

    SoakLoad(RunningRelay relay) {
        this.relay = relay;
    }

    /** One step of a client. */
    void step(Random random) {
        Generation generation = Generation.values()[random.nextInt(Generation.values().length)];
        switch (random.nextInt(14)) {
            case 0, 1, 2 -> fault(generation, faults.get(random.nextInt(faults.size())));
            case 3, 4 -> abort(generation, random.nextBoolean());
            case 5 -> file();
            case 6 -> conversation();
            case 7 -> background(random.nextBoolean());
            case 8 -> socket(faults.get(random.nextInt(faults.size())));
            case 9 -> socketAbort();
            case 10 -> image(random.nextInt(4));
            case 11 -> transcription(random.nextBoolean());
            default -> good(generation);
        }
    }

    private void good(Generation generation) {
        requests.increment();
        assertThat(generation.text(generation.ask(relay, "hello"))).startsWith("[emulator]");
    }

    private void fault(Generation generation, FaultRow row) {
        requests.increment();
        failures.increment();
        WireAnswer answer =
                generation.ask(relay, "hello [[emulate: " + row.fault().replace("\"", "\\\"") + "]]");

        boolean inStream = row.answer().begun() && generation.stream();
        assertThat(answer.status())
                .as("%s %s %s", row, generation, answer.text())
                .isEqualTo(inStream ? 200 : generation.status(row.answer().status(), row.code()));
        if (inStream) {
            generation.inBandError(answer);
        }
    }

    private void abort(Generation generation, boolean reset) {
        requests.increment();
        aborts.increment();
        RawClient client = RawClient.of(relay);
        client.write(RawClient.post(generation.path(), generation.body(SLOW_ANSWER)));
        if (generation.stream()) {
            client.readUntil(" word3\"");
        }
        if (reset) {
            client.reset();
        } else {
            client.close();
        }
    }

    /** Two turns, of which one meets a fault: the socket survives it. */
    private void socket(FaultRow row) {
        requests.add(2);
        failures.increment();
        try (SocketClient socket = SocketClient.open(relay)) {
            String create =
                    "{\"type\": \"response.create\", \"model\": \"gpt-5.5\", \"store\": false, \"input\": \"hello";
            socket.send(create + " [[emulate: " + row.fault().replace("\"", "\\\"") + "]]\"}")
                    .end();
            assertThat(SocketClient.type(socket.send(create + "\"}").end())).isEqualTo("response.completed");
        }
    }

    private void socketAbort() {
        requests.increment();
        aborts.increment();
        SocketClient socket = SocketClient.open(relay);
        socket.send("{\"type\": \"response.create\", \"model\": \"gpt-5.5\", \"input\": \"" + SLOW_ANSWER + "\"}");
        socket.next();
        socket.abort();
    }

    private void file() {
        byte[] content = "x".repeat(FILE_BYTES).getBytes(StandardCharsets.US_ASCII);
        FormBody form = new FormBody().field("purpose", "user_data").file("file", "a.txt", "text/plain", content);
        String id = id(relay.upload("/v1/files", form));
        assertThat(relay.get("/v1/files/" + id + "/content").body()).hasSize(FILE_BYTES);
        relay.send("DELETE", "/v1/files/" + id, "");
        requests.add(3);
    }

    /** By the image route, by the tool in a stream, stored, or with a fault. */
    private void image(int kind) {
        requests.increment();
        String body = "{\"prompt\": \"a cat" + (kind == 3 ? " [[emulate: server_is_overloaded]]" : "")
                + "\", \"stream\": " + (kind == 1) + "}";
        WireAnswer answer = relay.post(RunningRelay.IMAGES, body, "x-airelay-store-images", String.valueOf(kind == 2));
        assertThat(answer.status()).as(answer::text).isEqualTo(kind == 3 ? 503 : 200);
        if (kind == 2) {
            relay.send(
                    "DELETE", "/v1/files/" + answer.json().at("/data/0/file_id").stringValue(), "");
            requests.increment();
        } else if (kind == 3) {
            failures.increment();
        }
    }

    private void transcription(boolean reset) {
        requests.increment();
        byte[] form = new FormBody()
                .field("model", "whisper-1")
                .file("file", "a.wav", "audio/wav", new byte[FILE_BYTES])
                .bytes();
        if (reset) {
            aborts.increment();
            RawClient client = RawClient.of(relay);
            client.write(RawClient.head(
                    "POST " + RunningRelay.TRANSCRIPTIONS + " HTTP/1.1",
                    "content-type: " + FormBody.CONTENT_TYPE,
                    "content-length: " + form.length));
            client.reset();
            return;
        }
        WireAnswer answer = relay.post(RunningRelay.TRANSCRIPTIONS, form, "content-type", FormBody.CONTENT_TYPE);
        assertThat(answer.json().path("text").stringValue()).as(answer::text).contains("50000 bytes");
    }

    private void conversation() {
        String conversation = id(relay.post("/v1/conversations", "{}"));
        String body = "{\"model\": \"gpt-5.5\", \"input\": \"hello\", \"conversation\": \"" + conversation + "\"}";
        String first = id(relay.responses(body));
        String second = id(relay.responses(body));
        relay.send("DELETE", "/v1/conversations/" + conversation, "");
        assertThat(first).isNotEqualTo(second);
        requests.add(4);
    }

    private void background(boolean cancelled) {
        String path = RunningRelay.RESPONSES + "/" + id(relay.responses("""
                {"model": "gpt-5.5", "input": "hello [[emulate: pace millis=1]]", "background": true}"""));
        if (cancelled) {
            relay.send("POST", path + "/cancel", "");
        }
        assertThat(relay.get(path + "?stream=true").events()).isNotEmpty();
        requests.add(3);
    }

    private static String id(WireAnswer answer) {
        assertThat(answer.status()).as(answer::text).isEqualTo(200);
        return answer.json().path("id").stringValue();
    }

    @Override
    public String toString() {
        return requests + " requests, " + failures + " of them with faults, " + aborts + " broken off by the client";
    }
}
