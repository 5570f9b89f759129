package dev.airelay.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.emulator.api.RecordedRequest;
import dev.airelay.testsupport.Eventually;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Raw clients that violate the WebSocket protocol: each socket is closed with the right status, and the relay keeps running. */
@Relay
@Timeout(60)
class SocketAttacksTest {
    private static final int TEXT = 0x81;
    private static final int FIRST = 0x01;
    private static final int CONTINUED = 0x00;
    private static final int LAST = 0x80;
    private static final int PING = 0x89;
    private static final int CLOSE = 0x88;

    private final RunningRelay relay;

    SocketAttacksTest(RunningRelay relay) {
        this.relay = relay;
    }

    @AfterEach
    void relayIsWell() {
        assertThat(relay.responses(Generation.RESPONSE.body("hello")).status()).isEqualTo(200);
        Eventually.await("memory given back", () -> relay.server().memory().taken() == 0);
    }

    private static String handshake(String... more) {
        String[] headers = new String[4 + more.length];
        headers[0] = "connection: Upgrade";
        headers[1] = "upgrade: websocket";
        headers[2] = "sec-websocket-version: 13";
        headers[3] = "sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==";
        System.arraycopy(more, 0, headers, 4, more.length);
        return RawClient.head("GET /v1/responses HTTP/1.1", headers);
    }

    private RawClient open() {
        return open(RawClient.of(relay));
    }

    private static RawClient open(RawClient client) {
        RawAnswer answer = client.write(handshake()).answer();
        assertThat(answer.status()).isEqualTo(101);
        assertThat(answer.header("sec-websocket-accept")).hasValue("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
        return client;
    }

    /** A frame with a mask of zeros. */
    private static byte[] frame(int first, byte[] payload) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(first);
        if (payload.length < 126) {
            frame.write(0x80 | payload.length);
        } else {
            frame.write(0x80 | 127);
            frame.writeBytes(ByteBuffer.allocate(8).putLong(payload.length).array());
        }
        frame.writeBytes(new byte[4]);
        frame.writeBytes(payload);
        return frame.toByteArray();
    }

    private static byte[] frame(int first, String payload) {
        return frame(first, payload.getBytes(UTF_8));
    }

    private static String create(String input) {
        return "{\"type\": \"response.create\", \"model\": \"gpt-5.5\", \"store\": false, \"input\": \"" + input
                + "\"}";
    }

    /** Reads to the end and returns the status of the close frame, which is the last of all. */
    private static int closedWith(RawClient client) {
        byte[] rest = client.restBytes();
        for (int at = rest.length - 4; at >= 0; at--) {
            if ((rest[at] & 0xFF) == CLOSE && rest[at + 1] == rest.length - at - 2) {
                return (rest[at + 2] & 0xFF) << 8 | (rest[at + 3] & 0xFF);
            }
        }
        throw new AssertionError("no close frame in " + new String(rest, UTF_8));
    }

    @Test
    void frameWithoutAMaskIsAViolation() {
        try (RawClient client = open()) {
            client.write(new byte[] {(byte) TEXT, 2, '{', '}'});
            assertThat(closedWith(client)).isEqualTo(1002);
        }
    }

    @ParameterizedTest
    @CsvSource({
        // A reserved bit, a reserved kind, a ping in pieces, a ping that is too long, a continuation of nothing
        "193, 2",
        "131, 2",
        "9, 2",
        "137, 200",
        "128, 2"
    })
    void brokenFrameIsAViolation(int first, int length) {
        try (RawClient client = open()) {
            client.write(frame(first, new byte[length]));
            assertThat(closedWith(client)).isEqualTo(1002);
        }
    }

    @Test
    void textOtherThanUtf8IsInvalid() {
        try (RawClient client = open()) {
            client.write(frame(TEXT, new byte[] {'{', (byte) 0xC0, '}'}));
            assertThat(closedWith(client)).isEqualTo(1007);
        }
    }

    @Test
    void messageInPiecesWithAPingBetweenIsOneMessage() {
        try (RawClient client = open()) {
            String message = create("in pieces");
            client.write(frame(FIRST, message.substring(0, 20)))
                    .write(frame(PING, "here"))
                    .write(frame(CONTINUED, message.substring(20, 40)))
                    .write(frame(LAST, message.substring(40)));

            assertThat(client.readUntil("\"type\":\"response.completed\"")).contains("here", "in pieces");
        }
    }

    @Test
    void announcedLengthIsNotBelieved() {
        try (RawClient client = open()) {
            client.write(new byte[] {(byte) TEXT, (byte) 0xFF, 0x7F, -1, -1, -1, -1, -1, -1, -1, 0, 0, 0, 0});
            assertThat(closedWith(client)).isEqualTo(1009);
        }
    }

    @Test
    void piecesWithoutEndAreLimited() {
        try (RawClient client = open()) {
            byte[] piece = new byte[4 << 20];
            client.write(frame(FIRST, piece));
            for (int i = 0; i < 20; i++) {
                client.tryWrite(frame(CONTINUED, piece));
            }
            assertThat(closedWith(client)).isEqualTo(1009);
        }
    }

    @ParameterizedTest
    @CsvSource({"sec-websocket-version: 8, 426", "sec-websocket-key: short, 400", "'sec-websocket-version: 13,13', 426"
    })
    void handshakeThatIsNotOneIsRefused(String header, int status) {
        String name = header.substring(0, header.indexOf(':'));
        try (RawClient client = RawClient.of(relay)) {
            String asked = handshake().replaceFirst(name + ": [^\r]*", header);
            assertThat(client.write(asked).answer().status()).isEqualTo(status);
        }
    }

    @Test
    void clientThatTakesNothingHoldsTheUpstreamBackAndIsForgottenWhenItGoes() {
        RawClient client = open(RawClient.withSmallWindow(relay));
        relay.script("text words=1000000");
        client.write(frame(TEXT, create("much")));
        RecordedRequest request = relay.upstreamRequest();
        client.readUntil(" word");
        assertThat(request.ending()).isEqualTo(RecordedRequest.Ending.OPEN);

        client.reset();

        assertThat(request.awaitEnding(RunningRelay.LIMIT)).isEqualTo(RecordedRequest.Ending.CLIENT_GONE);
    }

    @Test
    void connectionThatEndsInAFrameIsForgotten() {
        for (int i = 0; i < 50; i++) {
            RawClient client = open();
            client.write(new byte[] {(byte) TEXT, (byte) 0xFE, 0x10});
            client.close();
        }
        Eventually.await(
                "connections closed", () -> relay.server().connections().size() <= 1);
    }

    @Test
    void requestBehindTheHandshakeIsNotRequest() {
        try (RawClient client = RawClient.of(relay)) {
            client.write(handshake() + RawClient.post(RunningRelay.RESPONSES, Generation.RESPONSE.body("hidden")));

            assertThat(client.answer().status()).isEqualTo(101);
            assertThat(relay.responses(Generation.RESPONSE.body("hello")).status())
                    .isEqualTo(200);
            assertThat(relay.emulator().requests("/responses")).hasSize(1);
        }
    }

    @Test
    void floodOfPingsInAMessageIsAnsweredOnlyAsItIsRead() throws InterruptedException {
        RawClient client = open(RawClient.withSmallWindow(relay));
        client.write(frame(FIRST, "{"));
        Thread flood = flood(client, frame(PING, "0123456789".repeat(12)));
        flood.join();

        long taken = relay.server().memory().taken();

        client.reset();
        assertThat(taken).isLessThan(4 << 20);
    }

    @Test
    void floodOfWrongMessagesEndsTheSocket() throws InterruptedException {
        try (RawClient client = open()) {
            Thread flood = flood(client, frame(TEXT, "{\"type\": \"nothing\"}"));

            assertThat(closedWith(client)).isEqualTo(1008);
            flood.join();
        }
    }

    /** Sends a frame very often. */
    private static Thread flood(RawClient client, byte[] frame) {
        ByteArrayOutputStream many = new ByteArrayOutputStream();
        for (int i = 0; i < 200_000; i++) {
            many.writeBytes(frame);
        }
        Thread flood = new Thread(() -> client.tryWrite(many.toByteArray()));
        flood.start();
        return flood;
    }
}
