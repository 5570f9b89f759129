package dev.airelay.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.transforms.anthropic.CountTokens;
import dev.airelay.transforms.anthropic.MessagesDialect;
import dev.airelay.transforms.chat.ChatDialect;
import dev.airelay.transforms.completions.CompletionsDialect;
import dev.airelay.transforms.failure.RequestRejected;
import dev.airelay.transforms.images.Images;
import dev.airelay.transforms.memory.History;
import dev.airelay.transforms.memory.RetentionPolicy;
import dev.airelay.transforms.parameter.ParameterClass;
import dev.airelay.transforms.parameter.ParameterRule;
import dev.airelay.transforms.parameter.ParameterTable;
import dev.airelay.transforms.responses.Compaction;
import dev.airelay.transforms.responses.InputTokens;
import dev.airelay.transforms.responses.ResponsesDialect;
import dev.airelay.transforms.spi.CountedRequest;
import dev.airelay.transforms.spi.Dialect;
import dev.airelay.transforms.spi.FileDirectory;
import dev.airelay.transforms.spi.ModelDirectory;
import dev.airelay.transforms.spi.RequestOrigin;
import dev.airelay.transforms.spi.Translation;
import dev.airelay.transforms.spi.TranslationContext;
import dev.airelay.transforms.spi.TranslationSettings;
import dev.airelay.transforms.spi.UploadedFile;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Every value that a client puts into a request reaches the upstream, or is named or refused: at every depth, for every
 * object that the schemas of each API allow.
 */
class NothingLostTest {
    private static final int ROUNDS = 150;
    private static final String ADDED = "added_by_a_client";
    private static final String VALUE = "value-of-a-client-7";

    /** Whose members are no members of an object, but data: kept on this machine, or refused by their count. */
    private static final Set<String> FREE = Set.of("metadata", "logit_bias");

    /** Texts that are sent in another form, or decide on what is sent. */
    private static final Set<String> DECIDING =
            Set.of("model", "prompt_cache_key", "file_data", "data", "file_id", "call_id", "tool_call_id", "id");

    private static final String PIXEL =
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

    /** Has every object that random requests have seldom, or in another form than OpenAI's. */
    private static final String CHAT_BODY = """
            {"model": "m", "conversation": {"id": "conv_1"}, "stream_options": {"include_usage": true},
             "reasoning": {"effort": "low"}, "text": {"verbosity": "low"},
             "messages": [
              {"role": "system", "content": [{"type": "text", "text": "s"}]},
              {"role": "developer", "content": "d"},
              {"role": "user", "name": "ann", "content": [
               {"type": "text", "text": "t"},
               {"type": "image_url", "image_url": {"url": "https://example.com/a.png", "detail": "low"}},
               {"type": "image_url", "image_url": {"file_id": "file-1"}},
               {"type": "file", "file": {"file_data": "data:application/pdf;base64,JVBERi0xLjQK", "filename": "a.pdf"}},
               {"type": "file", "file": {"file_id": "file-1"}},
               {"type": "input_text", "text": "r"}]},
              {"role": "assistant", "content": [{"type": "text", "text": "a"}, {"type": "refusal", "refusal": "r"}],
               "reasoning_details": [
                {"type": "reasoning.summary", "summary": "s", "id": "rs_1", "format": "openai-responses-v1", "index": 0},
                {"type": "reasoning.text", "text": "r", "format": "openai-responses-v1", "index": 0},
                {"type": "reasoning.encrypted", "data": "gAAA", "format": "openai-responses-v1", "index": 0}],
               "tool_calls": [
                {"id": "c1", "type": "function", "function": {"name": "f", "arguments": "{}"}},
                {"id": "c2", "type": "custom", "custom": {"name": "c", "input": "x"}}]},
              {"role": "tool", "tool_call_id": "c1", "content": [{"type": "text", "text": "o"}]},
              {"role": "tool", "tool_call_id": "c2", "content": "o"},
              {"role": "assistant", "function_call": {"name": "f", "arguments": "{}"}},
              {"role": "function", "name": "f", "content": "o"}]}""";

    private static final String TOOLS = """
            [{"type": "function", "function": {"name": "f", "parameters": {"type": "object"}}},
             {"type": "function", "name": "flat"},
             {"type": "custom", "custom": {"name": "c", "format":
               {"type": "grammar", "grammar": {"syntax": "lark", "definition": "x"}}}},
             {"type": "custom", "name": "d", "format": {"type": "grammar", "syntax": "lark", "definition": "x"}},
             {"type": "custom", "name": "e", "format": {"type": "grammar", "grammar":
               {"syntax": "lark", "definition": "x"}}},
             {"type": "web_search", "filters": {"allowed_domains": ["example.org"]},
              "user_location": {"type": "approximate", "city": "Oslo"}}]""";

    private static final String RESPONSES_BODY = """
            {"model": "m", "conversation": {"id": "conv_1"}, "reasoning": {"effort": "low"},
             "stream_options": {"include_obfuscation": false},
             "input": [
              {"role": "user", "content": [
               {"type": "input_text", "text": "t"},
               {"type": "input_image", "image_url": "https://example.com/a.png"},
               {"type": "input_image", "file_id": "file-1"},
               {"type": "input_file", "file_data": "data:application/pdf;base64,JVBERi0xLjQK", "filename": "a.pdf"},
               {"type": "input_file", "file_url": "https://example.com/a.pdf"},
               {"type": "input_file", "file_id": "file-1"}]},
              {"type": "reasoning", "id": "rs_1", "summary": [{"type": "summary_text", "text": "s"}],
               "content": [{"type": "reasoning_text", "text": "r"}], "encrypted_content": "gAAA"},
              {"type": "message", "id": "msg_1", "role": "assistant", "status": "completed", "content": [
               {"type": "output_text", "text": "a", "annotations": [], "logprobs": []},
               {"type": "refusal", "refusal": "r"}]},
              {"type": "function_call", "call_id": "c1", "name": "f", "arguments": "{}"},
              {"type": "function_call_output", "call_id": "c1", "output": [{"type": "input_text", "text": "o"}]},
              {"type": "custom_tool_call", "call_id": "c2", "name": "c", "input": "x"},
              {"type": "custom_tool_call_output", "call_id": "c2", "output": "o"},
              {"type": "local_shell_call", "call_id": "c3", "action": {"type": "exec", "command": ["ls"]}},
              {"type": "local_shell_call_output", "call_id": "c3", "output": "o"},
              {"type": "web_search_call", "id": "ws_1", "status": "completed",
               "action": {"type": "search", "query": "q"}},
              {"type": "image_generation_call", "id": "ig_1", "status": "completed", "result": "aGk="},
              {"type": "tool_search_call", "arguments": {"a": "b"}},
              {"type": "tool_search_output", "tools": [{"type": "function", "name": "g"}]},
              {"type": "additional_tools", "role": "developer", "tools": %s},
              {"type": "mcp_call", "id": "mcp_1", "server_label": "s", "name": "t", "arguments": "{}"},
              {"type": "compaction", "encrypted_content": "gAAA"}]}""".formatted(TOOLS);

    /** Parameters that go with each body, each in a form of its own. */
    private static final List<String> FORMS = List.of(
            "{}",
            "{\"tools\": " + TOOLS + ", \"tool_choice\": {\"type\": \"function\", \"function\": {\"name\": \"f\"}}}",
            "{\"tools\": " + TOOLS + ", \"tool_choice\": {\"type\": \"custom\", \"custom\": {\"name\": \"c\"}}}",
            "{\"tools\": " + TOOLS + ", \"tool_choice\": {\"type\": \"function\", \"name\": \"flat\"}}",
            "{\"tools\": " + TOOLS + ", \"tool_choice\": {\"type\": \"allowed_tools\", \"mode\": \"auto\", \"tools\": ["
                    + "{\"type\": \"function\", \"name\": \"flat\"}, {\"type\": \"web_search\"}]}}",
            """
            {"tools": %s, "tool_choice": {"type": "allowed_tools", "mode": "auto", "tools": [
             {"type": "function", "function": {"name": "f"}}, {"type": "custom", "custom": {"name": "c"}}]}}""".formatted(TOOLS),
            """
            {"tools": %s, "tool_choice": {"type": "allowed_tools", "allowed_tools": {"mode": "auto", "tools": [
             {"type": "function", "function": {"name": "f"}}, {"type": "custom", "custom": {"name": "c"}}]}}}""".formatted(TOOLS),
            """
            {"tools": [{"type": "namespace", "name": "n", "description": "d", "tools": [
             {"type": "function", "name": "inner"}]}]}""",
            """
            {"functions": [{"name": "f", "parameters": {"type": "object"}}], "function_call": {"name": "f"}}""",
            """
            {"response_format": {"type": "json_schema", "json_schema":
             {"name": "n", "description": "d", "schema": {"type": "object"}, "strict": true}}}""",
            """
            {"text": {"format": {"type": "json_schema", "name": "n", "schema": {"type": "object"}}}}""",
            """
            {"web_search_options": {"filters": {"allowed_domains": ["example.org"]},
             "user_location": {"type": "approximate", "approximate": {"city": "Oslo"}}}}""",
            """
            {"web_search_options": {"user_location": {"type": "approximate", "city": "Oslo"}}}""");

    private static final History HISTORY =
            History.none().withTurns("conv_1", List.of("""
                    {"type": "message", "role": "user", "content": [{"type": "input_text", "text": "q"}]}""".getBytes(StandardCharsets.UTF_8)));

    private final FuzzRun run = FuzzRun.configured(ROUNDS);

    /** The outcome of a request. */
    private record Outcome(String sent, List<String> named, Optional<RequestRejected> refusal) {

        static Outcome of(String sent, List<String> ignored, List<String> emulated) {
            return new Outcome(
                    sent, Stream.concat(ignored.stream(), emulated.stream()).toList(), Optional.empty());
        }

        /** Whether a name in a header stands for this place, by itself or by what holds it. */
        boolean names(JsonPointer place) {
            return named.stream().anyMatch(name -> (place + "/").startsWith(JsonPlace.of(name) + "/"));
        }

        /** Whether an item is named as a whole, by its type. */
        boolean namesItem(JsonNode request, JsonPointer place) {
            JsonNode item = request.at(place.matches() ? place : firstTwo(place));
            return named.contains("input." + item.path("type").asString(""));
        }

        private static JsonPointer firstTwo(JsonPointer place) {
            JsonPointer first = JsonPointer.empty();
            JsonPointer rest = place;
            for (int i = 0; i < 2 && !rest.matches(); i++) {
                first = rest.mayMatchElement() && rest.getMatchingIndex() >= 0
                        ? first.appendIndex(rest.getMatchingIndex())
                        : first.appendProperty(rest.getMatchingProperty());
                rest = rest.tail();
            }
            return first;
        }
    }

    private static final String MESSAGES_BODY = """
            {"model": "m", "max_tokens": 10, "thinking": {"type": "enabled", "budget_tokens": 2000},
             "output_config": {"effort": "low", "format": {"type": "json_schema", "schema": {"type": "object"}}},
             "system": [{"type": "text", "text": "s", "cache_control": {"type": "ephemeral"}}],
             "messages": [
              {"role": "user", "content": [
               {"type": "text", "text": "t"},
               {"type": "image", "source": {"type": "url", "url": "https://example.com/a.png"}},
               {"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": "%1$s"}},
               {"type": "image", "source": {"type": "file", "file_id": "file-1"}},
               {"type": "document", "title": "d", "context": "c", "citations": {"enabled": true},
                "source": {"type": "base64", "media_type": "application/pdf", "data": "JVBERi0xLjQK"}},
               {"type": "document", "source": {"type": "url", "url": "https://example.com/a.pdf"}},
               {"type": "document", "source": {"type": "text", "media_type": "text/plain", "data": "d"}},
               {"type": "document", "source": {"type": "file", "file_id": "file-1"}},
               {"type": "document", "source": {"type": "content", "content": [
                {"type": "text", "text": "t"},
                {"type": "image", "source": {"type": "url", "url": "https://example.com/a.png"}}]}},
               {"type": "search_result", "source": "s", "title": "t", "citations": {"enabled": true},
                "content": [{"type": "text", "text": "t"}]}]},
              {"role": "assistant", "content": [
               {"type": "thinking", "thinking": "t", "signature": "airelay1.rs_1.gAAA"},
               {"type": "redacted_thinking", "data": "x"},
               {"type": "text", "text": "a", "citations": [{"type": "web_search_result_location", "url": "u",
                "title": "t", "cited_text": "c", "encrypted_index": "i"}]},
               {"type": "server_tool_use", "id": "srv_1", "name": "web_search", "input": {"query": "q"}},
               {"type": "web_search_tool_result", "tool_use_id": "srv_1", "content": [
                {"type": "web_search_result", "url": "u", "title": "t", "encrypted_content": "e"}]},
               {"type": "compaction", "content": "c"},
               {"type": "tool_use", "id": "c1", "name": "f", "input": {"a": "b"}, "caller": {"type": "direct"}},
               {"type": "tool_use", "id": "c2", "name": "f", "input": {}}]},
              {"role": "user", "content": [
               {"type": "tool_result", "tool_use_id": "c1", "is_error": true, "content": [
                {"type": "text", "text": "t"},
                {"type": "image", "source": {"type": "url", "url": "https://example.com/a.png"}},
                {"type": "search_result", "source": "s", "title": "t", "citations": {"enabled": true},
                 "content": [{"type": "text", "text": "t"}]},
                {"type": "document", "title": "d", "citations": {"enabled": true},
                 "source": {"type": "content", "content": [
                  {"type": "text", "text": "t"},
                  {"type": "image", "source": {"type": "url", "url": "https://example.com/a.png"}}]}},
                {"type": "tool_reference", "tool_name": "f"}]},
               {"type": "tool_result", "tool_use_id": "c2", "content": "o"},
               {"type": "tool_addition", "tool": {"type": "tool_reference", "name": "f"}}]},
              {"role": "system", "clear_at": "never", "output_config": {"effort": "low"}, "content": [
               {"type": "text", "text": "s"},
               {"type": "tool_addition", "tool": {"type": "tool_definition", "definition":
                {"name": "g", "description": "d", "input_schema": {"type": "object"}}}},
               {"type": "tool_removal", "tool": {"type": "tool_reference", "name": "old"}}]},
              {"role": "user", "content": "continue"}]}""".formatted(PIXEL);

    private static final String MESSAGES_TOOLS = """
            [{"name": "f", "description": "d", "input_schema": {"type": "object"}},
             {"type": "custom", "name": "h", "input_schema": {"type": "object"}, "strict": true},
             {"type": "bash_20250124", "name": "bash"},
             {"type": "text_editor_20250728", "name": "str_replace_based_edit_tool", "max_characters": 100},
             {"type": "web_search_20250305", "name": "web_search", "allowed_domains": ["example.org"],
              "user_location": {"type": "approximate", "city": "Oslo"}},
             {"type": "tool_search_tool_regex_20251119", "name": "tool_search_tool_regex"}]""";

    private static final List<String> MESSAGES_FORMS = List.of(
            "{}",
            "{\"tools\": " + MESSAGES_TOOLS + ", \"tool_choice\": {\"type\": \"tool\", \"name\": \"f\"}}",
            "{\"tools\": " + MESSAGES_TOOLS + ", \"tool_choice\": {\"type\": \"auto\"}}",
            "{\"tools\": " + MESSAGES_TOOLS + ", \"tool_choice\": {\"type\": \"tool\", \"name\": \"web_search\"}}",
            "{\"thinking\": {\"type\": \"adaptive\", \"display\": \"omitted\", \"block_binding\": {\"type\": \"x\"}}}",
            "{\"thinking\": {\"type\": \"disabled\"}}",
            """
            {"output_config": {}, "output_format": {"type": "json_schema", "schema": {"type": "object"}}}""");

    /** The routes that read a generation request. */
    enum Route {
        CHAT("CreateChatCompletionRequest", new ChatDialect(), CHAT_BODY),
        RESPONSES("CreateResponse", new ResponsesDialect(), RESPONSES_BODY),
        COMPLETIONS("CreateCompletionRequest", new CompletionsDialect(), """
                {"model": "m", "prompt": "p", "stream_options": {"include_usage": true}}"""),
        COMPACT("CompactResponseMethodPublicBody", new ResponsesDialect(), RESPONSES_BODY) {
            @Override
            ParameterTable table() {
                return new Compaction().parameters();
            }

            @Override
            Outcome translated(ObjectNode request, TranslationContext context) {
                Compaction.Translated read = new Compaction().translate(request, context);
                return Outcome.of(
                        read.request().body().toString(), read.ignoredParameters(), read.emulatedParameters());
            }
        },
        MESSAGES(ApiSchemas.ANTHROPIC, "CreateMessageRequest", new MessagesDialect(), MESSAGES_BODY, MESSAGES_FORMS),
        COUNT_TOKENS(ApiSchemas.ANTHROPIC, "CountTokensRequest", new MessagesDialect(), MESSAGES_BODY, MESSAGES_FORMS) {
            @Override
            ParameterTable table() {
                return new CountTokens().parameters();
            }

            @Override
            boolean needs(JsonPointer place) {
                return place.matches()
                        || table().rule(place.getMatchingProperty())
                                .filter(rule -> rule.kind() == ParameterClass.NO_OP)
                                .isEmpty();
            }

            @Override
            Outcome translated(ObjectNode request, TranslationContext context) {
                CountedRequest read = new CountTokens().translate(request, context);
                return Outcome.of(String.join("\n", read.texts()), read.ignoredParameters(), read.emulatedParameters());
            }
        },
        INPUT_TOKENS("TokenCountsBody", new ResponsesDialect(), RESPONSES_BODY) {
            @Override
            ParameterTable table() {
                return new InputTokens().parameters();
            }

            @Override
            Outcome translated(ObjectNode request, TranslationContext context) {
                CountedRequest read = new InputTokens().translate(request, context);
                return Outcome.of(String.join("\n", read.texts()), read.ignoredParameters(), read.emulatedParameters());
            }
        },
        IMAGES("CreateImageRequest", new ResponsesDialect(), "{\"prompt\": \"p\"}") {
            @Override
            ParameterTable table() {
                return Images.generations("m").parameters();
            }

            @Override
            Outcome translated(ObjectNode request, TranslationContext context) {
                return ofImages(Images.generations("m").translate(request, context));
            }
        },
        IMAGE_EDITS("CreateImageEditRequest", new ResponsesDialect(), """
                {"prompt": "p", "images": [{"image_url": "https://example.org/a.png"}],
                 "mask": {"image_url": "https://example.org/b.png"}}""") {
            @Override
            ParameterTable table() {
                return Images.edits("m").parameters();
            }

            @Override
            Outcome translated(ObjectNode request, TranslationContext context) {
                return ofImages(Images.edits("m").translate(request, context));
            }
        };

        /** The tool takes the place of a route that is missing, so both must have it. */
        private static Outcome ofImages(Images.Translated read) {
            String sent = read.route()
                    .map(route -> route.body().toString())
                    .filter(route -> !route.contains(VALUE))
                    .orElseGet(() -> read.byTool().request().body().toString());
            return Outcome.of(sent, read.ignoredParameters(), read.emulatedParameters());
        }

        private final ApiSchemas api;
        private final String schema;
        private final Dialect dialect;
        private final String body;
        private final List<String> forms;

        Route(String schema, Dialect dialect, String body) {
            this(ApiSchemas.OPENAI, schema, dialect, body, FORMS);
        }

        Route(ApiSchemas api, String schema, Dialect dialect, String body, List<String> forms) {
            this.api = api;
            this.schema = schema;
            this.dialect = dialect;
            this.body = body;
            this.forms = forms;
        }

        ParameterTable table() {
            return dialect.parameters();
        }

        /** Whether the place is in a parameter that has a meaning for this route. */
        boolean needs(JsonPointer place) {
            return true;
        }

        Outcome translated(ObjectNode request, TranslationContext context) {
            Translation translation = dialect.translate(request, context);
            return Outcome.of(
                    translation.request().body().toString(),
                    translation.ignoredParameters(),
                    translation.emulatedParameters());
        }

        Outcome outcome(ObjectNode request, boolean strict) {
            try {
                return translated(request, context(strict));
            } catch (RequestRejected refused) {
                return new Outcome("", List.of(), Optional.of(refused));
            }
        }

        /** The request with every object, and random ones, each without what this route refuses. */
        Stream<ObjectNode> requests(FuzzRun run, boolean strict) {
            Stream<ObjectNode> random = run.seeds().mapToObj(FuzzRun::random).map(this::random);
            return Stream.concat(forms.stream().map(this::fixed), random)
                    .flatMap(request -> accepted(request, strict).stream());
        }

        private ObjectNode fixed(String form) {
            return read(body).setAll(read(form));
        }

        private static ObjectNode read(String json) {
            return (ObjectNode) JsonMapper.shared().readTree(json);
        }

        private ObjectNode random(Random random) {
            ObjectNode request = api.request(schema, random, () -> "resp_1");
            request.put("model", "m");
            return request;
        }

        private Optional<ObjectNode> accepted(ObjectNode request, boolean strict) {
            ObjectNode left = request;
            Outcome outcome = outcome(left, strict);
            while (outcome.refusal().isPresent()) {
                JsonPointer place = JsonPlace.of(outcome.refusal().get().error().param());
                ObjectNode less = left.deepCopy();
                while (less.equals(left) && !place.matches()) {
                    JsonPlace.remove(less, place);
                    place = place.head();
                }
                if (less.equals(left)) {
                    return Optional.empty();
                }
                left = less;
                outcome = outcome(left, strict);
            }
            return Optional.of(left);
        }
    }

    private static TranslationContext context(boolean strict) {
        FileDirectory files = id -> Optional.of(
                new UploadedFile("a.png", "image/png", Base64.getDecoder().decode(PIXEL)));
        return new TranslationContext(
                        TranslationSettings.defaults()
                                .withKeeping(RetentionPolicy.UNLESS_ASKED_TO_STORE)
                                .withStrictParameters(strict),
                        new RequestOrigin(true, Optional.empty()),
                        ModelDirectory.unknown(),
                        files,
                        () -> "token",
                        InstantSource.fixed(Instant.EPOCH))
                .withHistory(HISTORY);
    }

    @ParameterizedTest
    @EnumSource
    void memberAddedToAnyObjectReachesTheUpstreamOrIsNamed(Route route) {
        Set<String> kinds = new HashSet<>();
        route.requests(run, false)
                .forEach(request -> objects(request, (place, changed) -> {
                    Outcome outcome = route.outcome(changed, false);

                    String what = place + " of " + changed;
                    kinds.add(kind(place));
                    assertThat(outcome.refusal()).as(what).isEmpty();
                    assertThat(outcome.sent().contains(VALUE)
                                    || outcome.names(place.appendProperty(ADDED))
                                    || outcome.namesItem(changed, place)
                                    || !route.needs(place))
                            .as(what + " is lost: " + outcome)
                            .isTrue();
                }));

        assertThat(kinds).containsAll(kindsOf(route));
    }

    @ParameterizedTest
    @EnumSource
    void strictModeRefusesAnAddedMemberThatDoesNotReachTheUpstream(Route route) {
        Set<String> refused = new HashSet<>();
        route.requests(run, true)
                .forEach(request -> objects(request, (place, changed) -> {
                    Outcome outcome = route.outcome(changed, true);

                    String what = place + " of " + changed;
                    if (isSentBack(changed, place)) {
                        assertThat(outcome.sent().contains(VALUE) || outcome.names(place.appendProperty(ADDED)))
                                .as(what)
                                .isTrue();
                    } else if (outcome.refusal().isEmpty()) {
                        assertThat(outcome.sent().contains(VALUE) || outcome.names(place) || !route.needs(place))
                                .as(what)
                                .isTrue();
                    } else {
                        String param =
                                String.valueOf(outcome.refusal().get().error().param());
                        assertThat(JsonPlace.of(param)).as(what).isEqualTo(place.appendProperty(ADDED));
                        refused.add(kind(place));
                    }
                }));

        assertThat(refused).contains("");
    }

    /** Returns whether the place is in an item as the relay returns it, which is taken back with all that is new in it. */
    private static boolean isSentBack(ObjectNode request, JsonPointer place) {
        if (kind(place).startsWith("messages[].reasoning_details[]")) {
            return true;
        }
        JsonPointer rest = place.tail();
        if (rest == null || rest.matches() || !"input".equals(place.getMatchingProperty())) {
            return false;
        }
        JsonNode item = request.path("input").path(rest.getMatchingIndex());
        String type = item.path("type").stringValue("");
        return !item.path("id").stringValue("").isEmpty()
                && (type.equals("reasoning")
                        || type.endsWith("_call")
                        || item.path("role").stringValue("").equals("assistant"));
    }

    /** Token counts are of texts alone, so what else is sent does not show there. */
    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"INPUT_TOKENS", "COUNT_TOKENS"})
    void textOfAnyMemberReachesTheUpstreamOrIsNamedOrDeclared(Route route) {
        route.requests(run, false)
                .forEach(request -> JsonPlace.all(request).stream()
                        .filter(place -> request.at(place).isString() && isAnyText(place))
                        .forEach(place -> {
                            ObjectNode changed = request.deepCopy();
                            replace(changed, place);
                            Outcome outcome = route.outcome(changed, false);

                            assertThat(outcome.refusal().isPresent()
                                            || outcome.sent().contains(VALUE)
                                            || outcome.names(place)
                                            || outcome.namesItem(changed, place)
                                            || isDeclared(route.table(), place))
                                    .as(place + " of " + changed + " is lost: " + outcome)
                                    .isTrue();
                        }));
    }

    private static boolean isAnyText(JsonPointer place) {
        return !DECIDING.contains(String.valueOf(place.last().getMatchingProperty()))
                && !FREE.contains(String.valueOf(place.getMatchingProperty()));
    }

    private static void replace(ObjectNode tree, JsonPointer place) {
        JsonNode parent = tree.at(place.head());
        if (parent instanceof ObjectNode object) {
            object.put(place.last().getMatchingProperty(), VALUE);
        } else if (parent instanceof ArrayNode array) {
            array.set(place.last().getMatchingIndex(), VALUE);
        }
    }

    /** Whether the table says that a member, or what holds it, has its effect here or needs none. */
    private static boolean isDeclared(ParameterTable table, JsonPointer place) {
        Set<String> unsent = table.rules().stream()
                .flatMap(rule -> Stream.concat(Stream.of(rule), table.nested(rule.name()).stream()))
                .filter(rule -> rule.kind() == ParameterClass.LOCAL || rule.kind() == ParameterClass.NO_OP)
                .map(ParameterRule::name)
                .collect(Collectors.toSet());
        for (JsonPointer holder = place; !holder.matches(); holder = holder.head()) {
            if (unsent.contains(kind(holder))) {
                return true;
            }
        }
        return false;
    }

    /** Hands out a copy of the request for each of its objects, with a member more in that object. */
    private static void objects(ObjectNode request, BiConsumer<JsonPointer, ObjectNode> use) {
        Stream.concat(Stream.of(JsonPointer.empty()), JsonPlace.all(request).stream())
                .filter(place -> request.at(place).isObject() && !isFree(place))
                .forEach(place -> {
                    ObjectNode changed = request.deepCopy();
                    ((ObjectNode) changed.at(place)).put(ADDED, VALUE);
                    use.accept(place, changed);
                });
    }

    private static boolean isFree(JsonPointer place) {
        return !place.matches() && FREE.contains(String.valueOf(place.getMatchingProperty()));
    }

    /** The place as the tables write it: {@code messages[].content[].image_url}. */
    private static String kind(JsonPointer place) {
        StringBuilder kind = new StringBuilder();
        for (JsonPointer rest = place; !rest.matches(); rest = rest.tail()) {
            if (rest.getMatchingIndex() >= 0) {
                kind.append("[]");
            } else {
                kind.append(kind.isEmpty() ? "" : ".").append(rest.getMatchingProperty());
            }
        }
        return kind.toString();
    }

    /** The kinds of objects that the route's tables have members of: each must have been tried. */
    private static Set<String> kindsOf(Route route) {
        Set<String> kinds = new HashSet<>(Set.of(""));
        for (ParameterRule rule : route.table().rules()) {
            for (ParameterRule nested : route.table().nested(rule.name())) {
                int end = nested.name().lastIndexOf('.');
                if (end >= 0 && nested.kind() != ParameterClass.REJECTED) {
                    kinds.add(nested.name().substring(0, end));
                }
            }
        }
        return kinds;
    }
}
