package dev.airelay.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** The ways to ask the relay for a text, and what each looks like when it fails. */
enum Generation {
    CHAT(RunningRelay.CHAT, false),
    CHAT_STREAM(RunningRelay.CHAT, true),
    RESPONSE(RunningRelay.RESPONSES, false),
    RESPONSE_STREAM(RunningRelay.RESPONSES, true),
    COMPLETION(RunningRelay.COMPLETIONS, false),
    COMPLETION_STREAM(RunningRelay.COMPLETIONS, true),
    OLLAMA_CHAT(RunningRelay.OLLAMA_CHAT, false),
    OLLAMA_CHAT_STREAM(RunningRelay.OLLAMA_CHAT, true),
    OLLAMA_GENERATE(RunningRelay.OLLAMA_GENERATE, false),
    OLLAMA_GENERATE_STREAM(RunningRelay.OLLAMA_GENERATE, true),
    MESSAGE(RunningRelay.MESSAGES, false),
    MESSAGE_STREAM(RunningRelay.MESSAGES, true);

    /** How an answer of Anthropic's ends, by what OpenAI's calls it. */
    private static final Map<String, String> STOP_REASONS =
            Map.of("stop", "end_turn", "length", "max_tokens", "content_filter", "refusal");

    /** The end of an answer, or its error. */
    private static final int MAX_END_CHARS = 4096;

    private final String path;
    private final boolean stream;

    Generation(String path, boolean stream) {
        this.path = path;
        this.stream = stream;
    }

    String path() {
        return path;
    }

    boolean stream() {
        return stream;
    }

    String body(String prompt) {
        String input = switch (path) {
            case RunningRelay.CHAT, RunningRelay.OLLAMA_CHAT ->
                "\"messages\": [{\"role\": \"user\", \"content\": \"" + prompt + "\"}]";
            case RunningRelay.COMPLETIONS, RunningRelay.OLLAMA_GENERATE -> "\"prompt\": \"" + prompt + "\"";
            case RunningRelay.MESSAGES ->
                "\"max_tokens\": 1000, \"messages\": [{\"role\": \"user\", \"content\": \"" + prompt + "\"}]";
            default -> "\"input\": \"" + prompt + "\"";
        };
        return "{\"model\": \"gpt-5.5\", \"stream\": " + stream + ", " + input + "}";
    }

    WireAnswer ask(RunningRelay relay, String prompt) {
        return relay.post(path, body(prompt));
    }

    /** Whether errors have Anthropic's form: no code and no param. */
    boolean isAnthropic() {
        return path.equals(RunningRelay.MESSAGES);
    }

    /** The status of a failure here that has this status and code in OpenAI's API. */
    int status(int ofOpenAi, String code) {
        return isAnthropic() && code.equals("server_is_overloaded") ? 529 : ofOpenAi;
    }

    /** The text of an answer that ended well; fails for any other. */
    String text(WireAnswer answer) {
        return text(answer, "stop", "completed");
    }

    /** The text of an answer that the upstream cut short, and said so; fails for any other. */
    String textCutShort(WireAnswer answer, String finishReason) {
        return text(answer, finishReason, "incomplete");
    }

    private String text(WireAnswer answer, String finishReason, String status) {
        assertThat(answer.status()).as(answer::text).isEqualTo(200);
        return switch (this) {
            case CHAT ->
                finished(answer.json().at("/choices/0"), "finish_reason", finishReason)
                        .at("/message/content")
                        .stringValue();
            case COMPLETION ->
                finished(answer.json().at("/choices/0"), "finish_reason", finishReason)
                        .path("text")
                        .stringValue();
            case RESPONSE -> said(finished(answer.json(), "status", status));
            case CHAT_STREAM -> {
                assertThat(answer.finishReasons()).containsExactly(finishReason);
                yield answer.deltas("content");
            }
            case COMPLETION_STREAM -> {
                assertThat(answer.finishReasons()).containsExactly(finishReason);
                yield answer.texts("/choices/0/text");
            }
            case RESPONSE_STREAM -> {
                assertThat(answer.types()).endsWith("response." + status).doesNotContain("error");
                assertThat(answer.types().stream().filter(Generation::isTerminal))
                        .hasSize(1);
                yield answer.deltas();
            }
            case OLLAMA_CHAT, OLLAMA_GENERATE, OLLAMA_CHAT_STREAM, OLLAMA_GENERATE_STREAM ->
                ofOllama(answer.lines(), finishReason);
            case MESSAGE ->
                finished(answer.json(), "stop_reason", STOP_REASONS.get(finishReason))
                        .path("content")
                        .valueStream()
                        .map(block -> block.path("text").stringValue(""))
                        .collect(Collectors.joining());
            case MESSAGE_STREAM -> {
                List<JsonNode> events = answer.messageEvents();
                assertThat(events.get(events.size() - 1).path("type").stringValue())
                        .isEqualTo("message_stop");
                assertThat(events.stream()
                                .map(event -> event.at("/delta/stop_reason").stringValue(""))
                                .filter(reason -> !reason.isEmpty()))
                        .containsExactly(STOP_REASONS.get(finishReason));
                yield events.stream()
                        .map(event -> event.at("/delta/text").stringValue(""))
                        .collect(Collectors.joining());
            }
        };
    }

    /** Asserts that an answer is whole, or has one error for lack of memory: as its status, or at the end of its stream. */
    void assertEndsWholeOrWithoutMemory(RawAnswer answer) {
        String body = answer.body();
        if (answer.status() != 200) {
            assertThat(answer.status()).as(body).isEqualTo(503);
            if (ofOllama() || isAnthropic()) {
                assertThat(body).containsAnyOf("enough memory", "all the memory", "bytes of memory");
            } else {
                assertThat(body).containsAnyOf("\"out_of_memory\"", "\"request_memory_exhausted\"");
            }
            return;
        }
        String end = body.substring(Math.max(0, body.length() - MAX_END_CHARS));
        if (!stream) {
            assertThat(end.strip()).endsWith("}");
        } else if (ofOllama()) {
            assertThat(end).endsWith("}\n");
            String last = end.substring(end.lastIndexOf('\n', end.length() - 2) + 1);
            assertThat(last).containsAnyOf("\"done\":true", "{\"error\":");
        } else if (isAnthropic()) {
            assertThat(end).containsPattern("event: (message_stop|error)\ndata: [^\n]*\n\n\\z");
        } else {
            assertThat(end).endsWith("data: [DONE]\n\n");
        }
    }

    /** Whether failures have Ollama's form, a text. */
    boolean ofOllama() {
        return path.startsWith("/api/");
    }

    private String ofOllama(List<JsonNode> lines, String doneReason) {
        assertThat(lines.stream().filter(line -> line.path("done").booleanValue(false)))
                .hasSize(1);
        JsonNode last = finished(lines.get(lines.size() - 1), "done_reason", doneReason);
        assertThat(last.path("done").booleanValue(false)).isTrue();
        String place = path.equals(RunningRelay.OLLAMA_CHAT) ? "/message/content" : "/response";
        return lines.stream().map(line -> line.at(place).stringValue()).collect(Collectors.joining());
    }

    private static boolean isTerminal(String type) {
        return List.of("response.completed", "response.incomplete", "response.failed")
                .contains(type);
    }

    private static String said(JsonNode response) {
        return response.path("output").values().stream()
                .filter(item -> item.path("type").stringValue().equals("message"))
                .map(item -> item.at("/content/0/text").stringValue())
                .collect(Collectors.joining());
    }

    private static JsonNode finished(JsonNode node, String member, String value) {
        assertThat(node.path(member).stringValue()).isEqualTo(value);
        return node;
    }

    /** The error of an answer, whole or in a stream that had begun. */
    JsonNode error(WireAnswer answer) {
        return stream && answer.status() == 200
                ? inBandError(answer)
                : answer.json().path("error");
    }

    /** The words of an answer's error. */
    String errorMessage(WireAnswer answer) {
        JsonNode error = error(answer);
        return (ofOllama() ? error : error.path("message")).asString("");
    }

    /** Fails unless an answer is an error with this code; where the API has no codes, any words will do. */
    void assertErrorCode(WireAnswer answer, String code) {
        if (ofOllama() || isAnthropic()) {
            assertThat(errorMessage(answer)).as(answer::text).isNotBlank();
        } else {
            assertThat(error(answer).path("code").asString("")).as(answer::text).isEqualTo(code);
        }
    }

    /** The error of a stream, an object or in Ollama's API a text, that failed after its head; fails for a stream that looks like a success. */
    JsonNode inBandError(WireAnswer answer) {
        assertThat(answer.status()).as(answer::text).isEqualTo(200);
        if (ofOllama()) {
            List<JsonNode> lines = answer.lines();
            assertThat(lines)
                    .as(answer::text)
                    .noneMatch(line -> line.path("done").booleanValue(false));
            assertThat(lines.stream().filter(line -> line.has("error"))).hasSize(1);
            return lines.get(lines.size() - 1).path("error");
        }
        if (this == MESSAGE_STREAM) {
            List<JsonNode> events = answer.messageEvents();
            JsonNode last = events.get(events.size() - 1);
            assertThat(last.path("type").stringValue()).as(answer::text).isEqualTo("error");
            assertThat(events.stream().map(event -> event.path("type").stringValue()))
                    .doesNotContain("message_delta", "message_stop");
            return last.path("error");
        }
        List<JsonNode> events = answer.events();
        assertThat(events.stream().filter(event -> event.has("error")))
                .as(answer::text)
                .hasSize(1);
        if (this != RESPONSE_STREAM) {
            assertThat(answer.finishReasons()).isEmpty();
            return events.get(events.size() - 1).path("error");
        }
        List<String> types = answer.types();
        assertThat(types).endsWith("response.failed").doesNotContain("error");
        assertThat(Collections.frequency(types, "response.failed")).isEqualTo(1);
        assertThat(types).doesNotContain("response.completed", "response.incomplete");
        assertThat(answer.event("response.failed").at("/response/status").stringValue())
                .isEqualTo("failed");
        JsonNode event = answer.event("response.failed");
        assertThat(event.at("/response/error/message")).isEqualTo(event.at("/error/message"));
        return event.path("error");
    }

    /** Those whose errors have OpenAI's members. */
    static Stream<Generation> ofOpenAi() {
        return Stream.of(values()).filter(generation -> !generation.ofOllama() && !generation.isAnthropic());
    }

    /** The last characters of a complete answer. */
    String end() {
        if (!stream) {
            return "}";
        }
        return ofOllama() ? "}\n" : isAnthropic() ? "{\"type\":\"message_stop\"}\n\n" : "data: [DONE]\n\n";
    }
}
