package dev.airelay.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.traffic.record.BodyLevel;
import dev.airelay.traffic.record.ClientRecord;
import dev.airelay.traffic.record.HeaderField;
import dev.airelay.traffic.record.LineFormat;
import dev.airelay.traffic.record.LoggedBody;
import dev.airelay.traffic.record.SecurityRecord;
import dev.airelay.traffic.record.StreamRecord;
import dev.airelay.traffic.record.StreamTap;
import dev.airelay.traffic.record.TrafficOptions;
import dev.airelay.traffic.record.TrafficRecord;
import dev.airelay.traffic.record.UpstreamRecord;
import dev.airelay.traffic.redact.LogJson;
import dev.airelay.traffic.redact.Redactor;
import dev.airelay.traffic.redact.SecretValues;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** No secret survives, wherever it stands. */
class RedactionFuzzTest {
    private static final int ROUNDS = Integer.getInteger("airelay.fuzz.rounds", 300);

    private final SecretValues known = new SecretValues();
    private final TrafficOptions options = TrafficOptions.in(Path.of("unused")).withBodies(BodyLevel.FULL);
    private final LineFormat format = new LineFormat(new Redactor(known), options);

    private String written(TrafficRecord record) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        format.write(Instant.EPOCH, record, out);
        return out.toString(StandardCharsets.US_ASCII);
    }

    private static void assertGone(String secret, String logged, String where) {
        for (String line : logged.lines().toList()) {
            assertThat(everyText(LogJson.read(line), "")).as(where).doesNotContain(secret);
        }
        assertThat(logged).as(where).doesNotContain(secret).contains("REDACTED");
    }

    /** All names and values as a program that reads the log sees them, and what is JSON within them. */
    private static String everyText(JsonNode node, String before) {
        StringBuilder all = new StringBuilder(before);
        node.properties()
                .forEach(field -> all.append(field.getKey()).append('\u0001').append(everyText(field.getValue(), "")));
        if (node.isArray()) {
            node.forEach(item -> all.append(everyText(item, "")));
        }
        if (node.isValueNode()) {
            all.append(node.asString("")).append('\u0001');
        }
        return all.toString();
    }

    /** One record that carries the text in one of the places where text can stand. */
    private static TrafficRecord carrying(Random random, String text) {
        List<HeaderField> field = List.of(new HeaderField("x-note", text));
        LoggedBody body = new LoggedBody.Bytes("text/plain", text.getBytes(StandardCharsets.UTF_8));
        return switch (random.nextInt(8)) {
            case 0 -> new ClientRecord.Inbound("r", "GET", "/", field, List.of(), "ip", LoggedBody.none());
            case 1 -> new ClientRecord.Inbound("r", "GET", "/", List.of(), field, "ip", LoggedBody.none());
            case 2 -> new ClientRecord.Inbound("r", "GET", "/", List.of(), List.of(), "ip", body);
            case 3 -> new ClientRecord.Adapted("r", List.of("a", text), List.of(text), "reason");
            case 4 -> new UpstreamRecord.StreamError("r", "error", null, text);
            case 5 -> new SecurityRecord.Event(text, "event", "detail");
            case 6 -> new UpstreamRecord.ResponseError("r", 500, null, body);
            default -> new SecurityRecord.AuthFailed("r", "GET", text, "ip", field, null, Duration.ZERO);
        };
    }

    private static ObjectNode nested(Random random, String key, JsonNode value) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        object.put("before", "x");
        JsonNode placed = object.set(key, value);
        for (int depth = random.nextInt(6); depth > 0; depth--) {
            ObjectNode outer = JsonNodeFactory.instance.objectNode();
            if (random.nextBoolean()) {
                ArrayNode array = outer.putArray("list");
                array.add(1).add(placed);
            } else if (random.nextInt(3) == 0) {
                outer.put("text", placed.toString());
            } else {
                outer.set("inner", placed);
            }
            placed = outer;
        }
        return (ObjectNode) placed;
    }

    private String streamed(Random random, String text) {
        byte[] bytes = ("data: " + text + "\n\n").getBytes(StandardCharsets.UTF_8);
        StreamTap tap = new StreamTap(record -> {}, "r", StreamTap.Direction.TO_CLIENT);
        StringBuilder all = new StringBuilder();
        int number = 0;
        for (int from = 0; from < bytes.length; ) {
            int to = Math.min(bytes.length, from + random.nextInt(1, 20));
            all.append(written(new StreamRecord.Piece(tap, number++, Arrays.copyOfRange(bytes, from, to))));
            from = to;
        }
        return all + written(new StreamRecord.End(tap, number));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void secretsOfShapeOrNameAreGoneFromText(long seed) {
        Random random = new Random(seed);
        RandomSecrets secrets = new RandomSecrets(random);
        for (int i = 0; i < ROUNDS; i++) {
            String secret = secrets.word();
            String text =
                    "some words, " + (random.nextBoolean() ? secrets.shaped(secret) : secrets.named(secret)) + " more";

            assertGone(secret, written(carrying(random, text)), text);
            assertGone(secret, streamed(random, text), text);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {4, 5, 6})
    void secretsUnderTheirKeyAreRemovedFromJson(long seed) {
        Random random = new Random(seed);
        RandomSecrets secrets = new RandomSecrets(random);
        for (int i = 0; i < ROUNDS; i++) {
            String secret = secrets.anything();
            JsonNode value = JsonNodeFactory.instance.stringNode(secret);
            String json = nested(random, secrets.key(), value).toString();

            byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
            assertGone(
                    secret,
                    written(new UpstreamRecord.ResponseError("r", 500, null, new LoggedBody.Bytes(null, bytes))),
                    json);
            assertGone(secret, streamed(random, json), json);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {7, 8, 9})
    void knownSecretIsGoneFromEverywhere(long seed) {
        Random random = new Random(seed);
        RandomSecrets secrets = new RandomSecrets(random);
        for (int i = 0; i < ROUNDS; i++) {
            String secret = secrets.anything();
            known.add(secret);
            String text = secrets.noise() + secret + secrets.noise();
            String json = nested(random, text, JsonNodeFactory.instance.stringNode(text))
                    .toString();

            assertGone(secret, written(carrying(random, text)), text);
            assertGone(secret, written(carrying(random, json)), json);
            assertGone(secret, streamed(random, json), json);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {10, 11, 12})
    void knownSecretIsGoneHoweverItIsEscaped(long seed) {
        Random random = new Random(seed);
        RandomSecrets secrets = new RandomSecrets(random);
        for (int i = 0; i < ROUNDS; i++) {
            String secret = secrets.word();
            known.add(secret);
            String escaped = secrets.escaped(secret);
            String text = secrets.noise() + " " + escaped + " " + secrets.noise();

            String logged = written(carrying(random, text));

            assertThat(logged).as(text).doesNotContain(secret).contains("REDACTED");
            assertThat(everyText(LogJson.read(logged), "")).as(text).doesNotContain(escaped);
        }
    }
}
