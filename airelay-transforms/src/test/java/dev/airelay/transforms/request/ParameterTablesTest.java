package dev.airelay.transforms.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.airelay.transforms.OllamaSchemas;
import dev.airelay.transforms.anthropic.CountTokens;
import dev.airelay.transforms.anthropic.MessagesDialect;
import dev.airelay.transforms.chat.ChatDialect;
import dev.airelay.transforms.completions.CompletionsDialect;
import dev.airelay.transforms.failure.RequestRejected;
import dev.airelay.transforms.ollama.OllamaChatDialect;
import dev.airelay.transforms.ollama.OllamaGenerateDialect;
import dev.airelay.transforms.parameter.ParameterClass;
import dev.airelay.transforms.parameter.ParameterRule;
import dev.airelay.transforms.parameter.ParameterTable;
import dev.airelay.transforms.responses.ResponsesDialect;
import dev.airelay.transforms.spi.Dialect;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The parameter tables against the schemas of each API, and the translators against the tables. */
class ParameterTablesTest {

    /** Members that are sent whole, so that their objects need no rules; and a tool within a message, see {@code tools}. */
    private static final Set<String> SENT_WHOLE =
            Set.of("tools[].input_schema", "messages[].content[].tool.definition");

    /** Parameters that clients still send although the newest schema does not have them. */
    private static final Set<String> OF_EARLIER_VERSIONS = Set.of("temperature", "top_p", "top_k");

    private static final Set<ParameterClass> UNUSED =
            Set.of(ParameterClass.IGNORED, ParameterClass.REJECTED, ParameterClass.NO_OP);

    private static final String MESSAGES = "CreateMessageRequest";
    private static final String COUNTED = "CountTokensRequest";

    static Stream<Arguments> dialects() {
        return Stream.of(
                Arguments.of(
                        new ChatDialect(),
                        "CreateChatCompletionRequest",
                        described(
                                "CreateChatCompletionRequest",
                                Set.of(
                                        "conversation",
                                        "reasoning",
                                        "reasoning_format",
                                        "input",
                                        "instructions",
                                        "text",
                                        "previous_response_id",
                                        "prompt",
                                        "background",
                                        "max_output_tokens")),
                        """
                        {"model": "m", "messages": [{"role": "user", "content": "hi"}]}"""),
                Arguments.of(
                        new CompletionsDialect(),
                        "CreateCompletionRequest",
                        described(
                                "CreateCompletionRequest",
                                Set.of(
                                        "conversation",
                                        "reasoning_effort",
                                        "messages",
                                        "input",
                                        "instructions",
                                        "tools",
                                        "functions",
                                        "web_search_options",
                                        "response_format")),
                        """
                        {"model": "m", "prompt": "hi"}"""),
                Arguments.of(
                        new ResponsesDialect(),
                        "CreateResponse",
                        described(
                                "CreateResponse",
                                Stream.concat(
                                                OpenAiSchemas.members("CreateChatCompletionRequest"),
                                                Stream.of("access_programs", "background_options", "image"))
                                        .collect(Collectors.toSet())),
                        """
                        {"model": "m", "input": "hi"}"""),
                Arguments.of(new MessagesDialect(), MESSAGES, topLevel(MESSAGES), """
                        {"model": "m", "messages": [{"role": "user", "content": "hi"}]}"""));
    }

    @ParameterizedTest
    @CsvSource({"ollama-chat, ChatRequest", "ollama-generate, GenerateRequest"})
    void tableOfOllamaHasEveryFieldOfTheSchema(String name, String schema) {
        Dialect dialect = Stream.of(new OllamaChatDialect(), new OllamaGenerateDialect())
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow();
        Set<String> known =
                dialect.parameters().rules().stream().map(ParameterRule::name).collect(Collectors.toSet());

        assertThat(OllamaSchemas.members(schema).filter(member -> !member.equals("options")))
                .allMatch(known::contains);
        assertThat(OllamaSchemas.members("ModelOptions").map(option -> "options." + option))
                .allMatch(known::contains);
        assertThat(dialect.parameters().rules())
                .allSatisfy(
                        rule -> assertThat(rule.reason()).matches("[A-Z].*\\.").doesNotContain(". "));
    }

    private static Set<String> described(String schema, Set<String> ofOtherApis) {
        Set<String> described =
                OtherServers.parameters().stream().map(Member::name).collect(Collectors.toSet());
        OpenAiSchemas.members(schema).forEach(described::add);
        described.addAll(ofOtherApis);
        return described;
    }

    private static Set<String> topLevel(String schema) {
        return Stream.concat(
                        AnthropicSchemas.places(schema, place -> false).stream().map(AnthropicSchemas.Place::path),
                        OF_EARLIER_VERSIONS.stream())
                .collect(Collectors.toSet());
    }

    static Stream<Arguments> anthropicTables() {
        return Stream.of(
                Arguments.of(MESSAGES, new MessagesDialect().parameters()),
                Arguments.of(COUNTED, new CountTokens().parameters()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("anthropicTables")
    void everyMemberOfAnthropicsSchemaHasARuleAtEveryDepth(String schema, ParameterTable table) {
        List<ParameterRule> rules = table.rules().stream()
                .flatMap(rule -> Stream.concat(Stream.of(rule), table.nested(rule.name()).stream()))
                .toList();

        assertThat(AnthropicSchemas.places(schema, place -> hasRulesWithin(place, rules)))
                .filteredOn(place -> !isAnswered(place, rules))
                .isEmpty();
    }

    private static boolean isAnswered(AnthropicSchemas.Place place, List<ParameterRule> rules) {
        return isInWhole(place, rules)
                || rules.stream()
                        .filter(rule ->
                                rule.name().equals(place.path()) || rule.name().startsWith(place.path() + "."))
                        .anyMatch(rule -> isFor(rule, place.kinds()));
    }

    /** Whether a rule drops or refuses the object that the member is in. */
    private static boolean isInWhole(AnthropicSchemas.Place place, List<ParameterRule> rules) {
        int end = place.path().lastIndexOf('.');
        return end >= 0
                && rules.stream()
                        .filter(rule -> rule.name().equals(place.path().substring(0, end)))
                        .filter(rule ->
                                UNUSED.contains(rule.kind()) && !rule.of().isEmpty())
                        .anyMatch(rule -> isFor(rule, place.kinds()));
    }

    private static boolean isFor(ParameterRule rule, Set<String> kinds) {
        return rule.of().isEmpty()
                || (rule.name().startsWith("tools[]")
                        ? rule.of().contains(kindOfTool(kinds))
                        : rule.of().stream().anyMatch(kinds::contains));
    }

    private static String kindOfTool(Set<String> types) {
        return types.stream()
                .filter(type -> type.contains("_"))
                .map(type -> type.startsWith("web_search_")
                        ? "web_search"
                        : type.startsWith("tool_search_")
                                ? "tool_search"
                                : type.matches("(bash|text_editor|memory)_\\d+")
                                        ? "bash, text editor or memory"
                                        : "any other type")
                .findFirst()
                .orElse("custom");
    }

    /** Whether members of objects in it have rules of their own; of what is dropped, refused or sent whole, they need none. */
    private static boolean hasRulesWithin(AnthropicSchemas.Place place, List<ParameterRule> rules) {
        return !SENT_WHOLE.contains(place.path())
                && !isInWhole(place, rules)
                && rules.stream()
                        .filter(rule -> rule.name().equals(place.path()) && isFor(rule, place.kinds()))
                        .noneMatch(rule -> UNUSED.contains(rule.kind()));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("dialects")
    void tableHasExactlyTheFieldsOfTheSchema(Dialect dialect, String schema, Set<String> described, String minimal) {
        assertThat(dialect.parameters().rules().stream().map(ParameterTablesTest::topLevel))
                .containsAll(described)
                .allMatch(described::contains);
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("dialects")
    void everyRuleHasAOneSentenceReason(Dialect dialect, String schema, Set<String> described, String minimal) {
        assertThat(dialect.parameters().rules())
                .allSatisfy(
                        rule -> assertThat(rule.reason()).matches("[A-Z].*\\.").doesNotContain(". "));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("dialects")
    void everyRejectedParameterIsRejectedByNameWithAnyValue(
            Dialect dialect, String schema, Set<String> described, String minimal) {
        assertThat(dialect.parameters().rules())
                .filteredOn(rule -> rule.kind() == ParameterClass.REJECTED)
                .isNotEmpty()
                .allSatisfy(rule -> {
                    ObjectNode request = (ObjectNode) JsonMapper.shared().readTree(minimal);
                    request.put(rule.name(), "x");

                    RequestRejected rejected = rejection(dialect, request);

                    assertThat(rejected.error().param()).isEqualTo(rule.name());
                    assertThat(rejected.error().code()).isEqualTo("unsupported_parameter");
                    assertThat(rejected.error().message()).contains(rule.reason());
                });
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("dialects")
    void noIgnoredOrLocalParameterReachesTheUpstream(
            Dialect dialect, String schema, Set<String> described, String minimal) {
        Set<ParameterClass> kept = Set.of(ParameterClass.IGNORED, ParameterClass.LOCAL, ParameterClass.REJECTED);
        Set<String> upstream = Stream.of(UpstreamMember.values())
                .map(UpstreamMember::wireName)
                .filter(name -> !name.equals("stream") && !name.equals("store"))
                .collect(Collectors.toSet());

        assertThat(dialect.parameters().rules())
                .filteredOn(rule -> kept.contains(rule.kind()))
                .extracting(ParameterRule::name)
                .doesNotContainAnyElementsOf(upstream);
    }

    private static String topLevel(ParameterRule rule) {
        return rule.name().split("\\.", 2)[0];
    }

    private static RequestRejected rejection(Dialect dialect, ObjectNode request) {
        return catchThrowableOfType(RequestRejected.class, () -> dialect.translate(request, Contexts.ordinary()));
    }
}
