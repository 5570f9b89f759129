package dev.airelay.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(60)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RelayExtensionTest {

    @RegisterExtension
    static final RelayExtension RELAY = new RelayExtension("llama3.2");

    private static final URI BEFORE_ALL_TESTS = RELAY.relay().openAiUrl();

    @BeforeAll
    static void queuesAnAnswer() {
        RELAY.relay().answer(Answer.text("From the beginning"));
    }

    @AfterAll
    static void servesUntilTheEnd() throws Exception {
        assertThat(Http.chat(RELAY.relay(), "Hi").statusCode()).isEqualTo(200);
    }

    @Test
    @Order(1)
    void servesTheClassFromTheFirstCall(TestRelay relay) throws Exception {
        assertThat(relay).isSameAs(RELAY.relay());
        assertThat(relay.openAiUrl()).isEqualTo(BEFORE_ALL_TESTS);
        assertThat(Http.chat(relay, "Hi").body()).contains("From the beginning");
        relay.answer(Answer.text("Left over"));
    }

    @Test
    @Order(2)
    void forgetsBetweenTests(TestRelay relay) throws Exception {
        assertThat(relay.requests()).isEmpty();
        assertThat(Http.chat(relay, "Hi").body()).doesNotContain("Left over");
    }

    @Nested
    class Inside {
        @Test
        void sharesTheServer(TestRelay relay) {
            assertThat(relay.openAiUrl()).isEqualTo(BEFORE_ALL_TESTS);
        }
    }
}
