package dev.airelay.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Requests sent ahead by the thousand. */
@Timeout(60)
class PipelinedFloodTest {

    private static final String HEALTH = RawClient.head("GET /healthz HTTP/1.1");
    private static final String LARGE = RawClient.head("GET /v1/relay/compatibility HTTP/1.1");

    @TempDir
    Path dataDir;

    @Test
    void everyOneOfThousandsIsAnsweredInOrder() throws InterruptedException {
        try (AbuseTest siege = AbuseTest.of(dataDir)) {
            RawClient client = siege.attacker();
            Thread sender = new Thread(() -> client.write((HEALTH + "GET /nowhere HTTP/1.1\r\n\r\n").repeat(2_000)));
            sender.start();

            for (int i = 0; i < 2_000; i++) {
                assertThat(client.answer().status()).isEqualTo(200);
                assertThat(client.answer().status()).isEqualTo(400);
            }
            sender.join();
        }
    }

    @Test
    void floodWithUnreadResponsesIsCutOff() throws InterruptedException {
        try (AbuseTest siege = AbuseTest.of(dataDir, "server.send_timeout_seconds", "0.3")) {
            try (RawClient client = RawClient.withSmallWindow(siege.relay())) {
                Thread sender = new Thread(() -> {
                    try {
                        for (int i = 0; i < 1_000; i++) {
                            client.write(LARGE.repeat(100));
                        }
                    } catch (UncheckedIOException cutOff) {
                        // As it should be.
                    }
                });
                sender.start();
                sender.join();

                siege.assertNothingIsLeft();
            }
        }
    }

    @Test
    void generationsSentAheadTakeOneSlotAtATime() {
        try (AbuseTest siege = AbuseTest.of(dataDir, "security.concurrent_requests_per_ip", "1")) {
            RawClient client = siege.attacker();
            String request = RawClient.post(RunningRelay.RESPONSES, Generation.RESPONSE.body("again"));
            client.write(request.repeat(20));

            for (int i = 0; i < 20; i++) {
                assertThat(client.answer().status()).isEqualTo(200);
            }
        }
    }
}
