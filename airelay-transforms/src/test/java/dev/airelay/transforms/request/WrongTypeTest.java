package dev.airelay.transforms.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.transforms.failure.RequestRejected;
import dev.airelay.transforms.memory.HistoryItem;
import dev.airelay.transforms.spi.CodexRequest;
import dev.airelay.transforms.spi.StreamEncoder;
import dev.airelay.transforms.spi.Translation;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Every value of every valid request, replaced by a value of every JSON kind. */
class WrongTypeTest {

    private static final List<JsonNode> KINDS =
            JsonMapper.shared().readTree("""
                    [null, true, false, 0, -1, 7.5, 1e400, 123456789012345678901234567890, "", "x", "auto",
                     [], [null], [1], ["x"], [[]], [{}], {}, {"type": "x"}, {"type": 1, "name": {}}]""").valueStream().toList();

    @ParameterizedTest(name = "{0}")
    @MethodSource("dev.airelay.transforms.request.GoldenCase#accepted")
    void anyValueInAnyPlaceIsAcceptedOrRejectedByName(GoldenCase golden) {
        int rejections = 0;
        for (JsonPointer place : places(golden.request())) {
            for (JsonNode kind : KINDS) {
                ObjectNode request = golden.request();
                replace(request, place, kind);
                rejections += translate(golden, request) ? 0 : 1;
            }
        }

        assertThat(rejections).isPositive();
    }

    /** Returns false for a rejection; any other exception fails the test. */
    private static boolean translate(GoldenCase golden, ObjectNode request) {
        try {
            Translation translation = golden.dialect().translate(request, golden.context());
            translation.requests().forEach(CodexRequest::toBytes);
            translation.turn().ifPresent(turn -> turn.input().forEach(HistoryItem::toBytes));
            if (translation.requests().isEmpty()) {
                assertThat(translation.reply().merge(List.of())).isNotEmpty();
            } else {
                translation
                        .reply()
                        .streamEncoders(translation.requests().size())
                        .forEach(StreamEncoder::turn);
            }
            return true;
        } catch (RequestRejected rejected) {
            assertThat(rejected.status()).isIn(400, 404);
            assertThat(rejected.error().message()).isNotBlank();
            assertThat(rejected.error().param()).isNotBlank();
            return false;
        }
    }

    static void replace(ObjectNode request, JsonPointer place, JsonNode value) {
        JsonNode parent = request.at(place.head());
        if (parent instanceof ArrayNode array) {
            array.set(place.last().getMatchingIndex(), value);
        } else {
            ((ObjectNode) parent).set(place.last().getMatchingProperty(), value);
        }
    }

    private static List<JsonPointer> places(JsonNode node) {
        List<JsonPointer> places = new ArrayList<>();
        collect(node, JsonPointer.empty(), places);
        return places;
    }

    private static void collect(JsonNode node, JsonPointer at, List<JsonPointer> places) {
        if (!at.matches()) {
            places.add(at);
        }
        node.properties().forEach(member -> collect(member.getValue(), at.appendProperty(member.getKey()), places));
        if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                collect(node.get(i), at.appendIndex(i), places);
            }
        }
    }
}
