package dev.airelay.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Clients that go, or fall silent on one side, at every stage of a request. */
@Timeout(60)
class DepartingClientsTest {

    private static final String STREAM =
            RawClient.post(RunningRelay.RESPONSES, Generation.RESPONSE_STREAM.body("hello"));
    private static final int ROUNDS = 5;

    @TempDir
    Path dataDir;

    private AbuseTest siege;

    @BeforeEach
    void start() {
        siege = AbuseTest.of(dataDir);
    }

    @AfterEach
    void stop() {
        siege.close();
    }

    /** How far a request has come when its client goes. */
    private enum Stage {
        CONNECTED((siege, client) -> {}),
        HALF_A_LINE((siege, client) -> client.write("POST /v1/resp")),
        HALF_A_HEAD((siege, client) -> client.write(STREAM.substring(0, STREAM.indexOf("content-type")))),
        HEAD((siege, client) -> client.write(STREAM.substring(0, STREAM.indexOf("\r\n\r\n") + 4))),
        HALF_A_BODY((siege, client) -> client.write(STREAM.substring(0, STREAM.length() - 5))),
        HALF_A_CHUNK((siege, client) -> client.write(RawClient.head(
                        "POST /v1/responses HTTP/1.1", "content-type: application/json", "transfer-encoding: chunked")
                + "100\r\nhalf of it")),
        HALF_AN_UPLOAD((siege, client) -> client.write(RawClient.head(
                        "POST /v1/files HTTP/1.1", "content-type: " + FormBody.CONTENT_TYPE, "content-length: 1000000")
                + "--")),
        ASKED((siege, client) -> {
            siege.relay().script("silence at=headers");
            client.write(STREAM);
            siege.relay().upstreamRequest();
        }),
        HEAD_OF_THE_ANSWER((siege, client) -> {
            siege.relay().script("text words=100, silence after=5");
            client.write(STREAM).readUntil("\r\n\r\n");
        }),
        MIDDLE_OF_THE_ANSWER((siege, client) -> {
            siege.relay().script("text words=100, silence after=20");
            client.write(STREAM).readUntil(" word3\"");
        }),
        MIDDLE_OF_A_MESSAGE((siege, client) -> {
            siege.relay().script("text words=100, silence after=20");
            client.write(RawClient.post(RunningRelay.MESSAGES, Generation.MESSAGE_STREAM.body("hello")))
                    .readUntil(" word3\"");
        }),
        ANSWERED((siege, client) -> client.write(STREAM).answer()),
        REFUSED((siege, client) -> client.write(STREAM.replace(RunningRelay.TOKEN, "wrong"))),
        MALFORMED((siege, client) -> client.write("nonsense\r\n\r\n")),
        SENT_AHEAD((siege, client) -> {
            siege.relay().script("text words=100, silence after=20");
            client.write(STREAM + STREAM + STREAM).readUntil(" word3\"");
        });

        private final BiConsumer<AbuseTest, RawClient> reach;

        Stage(BiConsumer<AbuseTest, RawClient> reach) {
            this.reach = reach;
        }
    }

    @ParameterizedTest
    @EnumSource
    void resetLeavesNothingBehind(Stage stage) {
        for (int round = 0; round < ROUNDS; round++) {
            RawClient client = siege.attacker();
            stage.reach.accept(siege, client);
            client.reset();
        }
        siege.assertNothingIsLeft();
    }

    @ParameterizedTest
    @EnumSource
    void closeLeavesNothingBehind(Stage stage) {
        for (int round = 0; round < ROUNDS; round++) {
            RawClient client = siege.attacker();
            stage.reach.accept(siege, client);
            client.close();
        }
        siege.assertNothingIsLeft();
    }

    /** A client without a complete request has nothing to wait for. */
    @ParameterizedTest
    @EnumSource(
            names = {
                "CONNECTED",
                "HALF_A_LINE",
                "HALF_A_HEAD",
                "HEAD",
                "HALF_A_BODY",
                "HALF_A_CHUNK",
                "HALF_AN_UPLOAD",
                "ANSWERED",
                "REFUSED",
                "MALFORMED"
            })
    void clientThatEndsItsSideWithoutCompleteRequestIsLetGo(Stage stage) {
        RawClient client = siege.attacker();
        stage.reach.accept(siege, client);

        client.finishSending().rest();

        siege.assertNothingIsLeft();
    }

    @ParameterizedTest
    @EnumSource(names = {"HEAD", "HALF_A_BODY", "HALF_A_CHUNK", "HALF_AN_UPLOAD"})
    void clientThatEndsItsSideWithinBodyGetsAnError(Stage stage) {
        RawClient client = siege.attacker();
        stage.reach.accept(siege, client);

        String answer = client.finishSending().rest();

        assertThat(answer)
                .startsWith("HTTP/1.1 400 ")
                .contains("malformed_request", "The connection ended before the request body was complete.");
    }
}
