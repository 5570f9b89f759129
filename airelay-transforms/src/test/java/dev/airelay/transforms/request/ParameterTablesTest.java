package dev.airelay.transforms.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.airelay.transforms.OllamaSchemas;
import dev.airelay.transforms.chat.ChatDialect;
import dev.airelay.transforms.completions.CompletionsDialect;
import dev.airelay.transforms.failure.RequestRejected;
import dev.airelay.transforms.ollama.OllamaChatDialect;
import dev.airelay.transforms.ollama.OllamaGenerateDialect;
import dev.airelay.transforms.parameter.ParameterClass;
import dev.airelay.transforms.parameter.ParameterRule;
import dev.airelay.transforms.responses.ResponsesDialect;
import dev.airelay.transforms.spi.Dialect;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The parameter tables against OpenAI's schema, and the translators against the tables. */
class ParameterTablesTest {

    static Stream<Arguments> dialects() {
        return Stream.of(
                Arguments.of(
                        new ChatDialect(),
                        "CreateChatCompletionRequest",
                        extensions(Set.of(
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
                        extensions(Set.of(
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
                        extensions(Stream.concat(
                                        OpenAiSchemas.members("CreateChatCompletionRequest"),
                                        Stream.of("access_programs", "background_options", "image"))
                                .collect(Collectors.toSet())),
                        """
                        {"model": "m", "input": "hi"}"""));
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

    private static Set<String> extensions(Set<String> ofOtherApis) {
        Set<String> extensions =
                OtherServers.parameters().stream().map(Member::name).collect(Collectors.toSet());
        extensions.addAll(ofOtherApis);
        return extensions;
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("dialects")
    void tableHasExactlyTheFieldsOfTheSchema(Dialect dialect, String schema, Set<String> extensions, String minimal) {
        Set<String> described = OpenAiSchemas.members(schema).collect(Collectors.toSet());
        described.addAll(extensions);

        assertThat(dialect.parameters().rules().stream().map(ParameterTablesTest::topLevel))
                .containsAll(described)
                .allMatch(described::contains);
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("dialects")
    void everyRuleHasAOneSentenceReason(Dialect dialect, String schema, Set<String> extensions, String minimal) {
        assertThat(dialect.parameters().rules())
                .allSatisfy(
                        rule -> assertThat(rule.reason()).matches("[A-Z].*\\.").doesNotContain(". "));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("dialects")
    void everyRejectedParameterIsRejectedByNameWhateverItsValue(
            Dialect dialect, String schema, Set<String> extensions, String minimal) {
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
            Dialect dialect, String schema, Set<String> extensions, String minimal) {
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
