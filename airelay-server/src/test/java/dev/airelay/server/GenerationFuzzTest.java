package dev.airelay.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Random requests, made from the schemas of each API, through the whole relay; every answer is held against them as well. */
class GenerationFuzzTest {
    private static final int ROUNDS = 60;
    private static final int SPOILED = 4;
    private static final Set<String> KINDS = Set.of("type", "role");
    private static final List<JsonNode> WRONG =
            JsonMapper.shared().readTree("""
            [true, 0, -1, 7.5, 1000000, "", "nonsense", [], [1], {}, {"type": "nonsense"}]""").valueStream().toList();

    /** Members that a request can still lack although it fits the schema, for OpenAI's servers as well. */
    private static final Pattern UNSAID_BY_THE_SCHEMA = Pattern.compile(
            "(prompt|.*file_data|.*image_url|response_format\\.json_schema\\.schema|.*allowed_tools\\.tools\\[\\d+]\\.type"
                    + "|tool_choice\\.tools\\[\\d+]\\.type|input\\[\\d+]\\.(id|type))");

    /** Messages about values of the client that only the upstream can judge. */
    private static final Pattern JUDGED_UPSTREAM = Pattern.compile(
            ".*(contain the word 'json'|Invalid schema for|Unsupported tool type|Supported values are|'tools\\[\\d+].name'"
                    + "|encrypted content for item|Tool choice '|tool search call output|tool search output).*",
            Pattern.DOTALL);

    @TempDir
    Path dataDir;

    private final FuzzRun run = FuzzRun.configured(ROUNDS);
    private RunningRelay relay;
    private String earlier = "resp_unknown";

    @BeforeEach
    void start() {
        relay = RunningRelay.start(
                dataDir, Map.of("responses.store_true", "local", "models.cache_ttl_seconds", "86400"));
        relay.get("/v1/models");
    }

    @AfterEach
    void stop() {
        if (relay != null) {
            relay.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void requestThatTheSchemaAllowsIsAnsweredOrRefusedForAReason(FuzzedDialect dialect) {
        long answered = run.seeds()
                .filter(seed -> answered(dialect, dialect.request(FuzzRun.random(seed), () -> earlier), seed)
                        .isPresent())
                .count();

        assertThat(answered).isGreaterThanOrEqualTo(run.rounds() / 3);
    }

    @ParameterizedTest
    @EnumSource
    void oneWrongValueIsRefusedByName(FuzzedDialect dialect) {
        int[] refused = {0};
        run.seeds().forEach(seed -> {
            Random random = FuzzRun.random(seed);
            ObjectNode request = dialect.request(random, () -> earlier);
            Optional<ObjectNode> answered = answered(dialect, request, seed);
            refused[0] += answered.map(valid -> refusals(dialect, valid, random, seed))
                    .orElse(0);
        });

        // Ollama's requests have few places that are not lenient.
        assertThat(refused[0]).isGreaterThanOrEqualTo(run.rounds() / (dialect.api() == ApiSchemas.OLLAMA ? 10 : 3));
    }

    /** Sends a request, and again without what is refused; returns what was answered, if anything was left of it. */
    private Optional<ObjectNode> answered(FuzzedDialect dialect, ObjectNode random, long seed) {
        Optional<ObjectNode> request = Optional.of(random).filter(dialect::allows);
        while (request.isPresent()) {
            ObjectNode sent = request.get();
            WireAnswer answer = send(dialect, sent.toString(), seed);
            if (answer.status() == 200) {
                String kept = dialect.kept(sent, answer);
                earlier = kept.isEmpty() ? earlier : kept;
                dialect.withChoices(sent, 2 + (int) (seed % 2))
                        .map(several -> send(dialect, several.toString(), seed))
                        .ifPresent(several -> assertThat(several.status()).isEqualTo(200));
                return request;
            }
            JsonPointer named = dialect.named(sent, answer);
            String what = FuzzRun.again(seed) + " " + sent + " " + answer.text();
            if (dialect.api() == ApiSchemas.OLLAMA) {
                assertThat(wasAskedUpstream() || !named.matches()).as(what).isTrue();
            } else {
                assertRefusalHasAReason(answer, JsonPlace.text(named), wasAskedUpstream(), what);
            }
            request = dialect.without(sent, named);
        }
        return request;
    }

    private static void assertRefusalHasAReason(WireAnswer answer, String named, boolean upstream, String what) {
        if (upstream) {
            assertThat(answer.error("message")).as(what).matches(JUDGED_UPSTREAM);
            return;
        }
        String message = answer.error("message");
        // Anthropic's errors have no code, so that their message has to do.
        String code = answer.error("code");
        assertThat(code).as(what).isNotEqualTo("invalid_type");
        assertThat(message).as(what).doesNotContain("Invalid type for");
        assertThat(named).as(what).isNotEmpty();
        if (code.equals("missing_required_parameter") || message.contains("Missing required parameter")) {
            assertThat(named).as(what).matches(UNSAID_BY_THE_SCHEMA);
        }
    }

    private int refusals(FuzzedDialect dialect, ObjectNode valid, Random random, long seed) {
        int refused = 0;
        List<JsonPointer> places = JsonPlace.all(valid);
        for (int i = 0; i < SPOILED; i++) {
            JsonPointer place = places.get(random.nextInt(places.size()));
            ObjectNode spoiled = spoiled(valid, place, random);
            if (!Leniency.covers(dialect.api(), valid, place) && !dialect.allows(spoiled)) {
                String what = FuzzRun.again(seed) + " with a wrong " + place + " " + spoiled;
                WireAnswer answer = send(dialect, spoiled.toString(), seed);
                assertThat(answer.status()).as(what).isBetween(400, 499);
                assertThat(isNamed(place, dialect.named(spoiled, answer)))
                        .as(what + " " + answer.text())
                        .isTrue();
                refused++;
            }
        }
        return refused;
    }

    private static ObjectNode spoiled(ObjectNode valid, JsonPointer place, Random random) {
        ObjectNode spoiled = valid.deepCopy();
        int choice = random.nextInt(WRONG.size() + 2);
        JsonNode parent = spoiled.at(place.head());
        if (choice >= WRONG.size()) {
            JsonPlace.remove(spoiled, place);
        } else if (parent instanceof ArrayNode array) {
            array.set(place.last().getMatchingIndex(), WRONG.get(choice));
        } else {
            ((ObjectNode) parent).set(place.last().getMatchingProperty(), WRONG.get(choice));
        }
        return spoiled;
    }

    /** Whether the error names the place, or one above or below it; of members that tell the kind any will do. */
    private static boolean isNamed(JsonPointer place, JsonPointer inError) {
        String named = inError + "/";
        String spoiled =
                (KINDS.contains(String.valueOf(place.last().getMatchingProperty())) ? place.head() : place) + "/";
        return named.length() > 1 && (named.startsWith(spoiled) || spoiled.startsWith(named));
    }

    private WireAnswer send(FuzzedDialect dialect, String body, long seed) {
        relay.emulator().clearRequests();
        try {
            WireAnswer answer = relay.post(dialect.path(), body);
            assertThat(answer.status()).as(answer::text).isLessThan(500);
            return answer;
        } catch (AssertionError wrong) {
            throw new AssertionError(FuzzRun.again(seed) + "\n" + body + "\n" + wrong.getMessage(), wrong);
        }
    }

    private boolean wasAskedUpstream() {
        return !relay.emulator().requests("/responses").isEmpty()
                || !relay.emulator().requests("/images/generations").isEmpty();
    }
}
