package dev.airelay.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A whole answer of the relay. */
record WireAnswer(int status, HttpHeaders headers, byte[] body) {

    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    JsonNode json() {
        return JsonMapper.shared().readTree(body);
    }

    /** The error object's member; empty when it is null. */
    String error(String member) {
        return json().path("error").path(member).asString("");
    }

    Optional<String> header(String name) {
        return headers.firstValue(name);
    }

    boolean isStream() {
        return header("content-type").orElse("").startsWith("text/event-stream");
    }

    boolean isOfLines() {
        return header("content-type").orElse("").startsWith("application/x-ndjson");
    }

    /** The objects of an answer of one object in each line, or the one of an answer that is an object. */
    List<JsonNode> lines() {
        return text().lines().map(JsonMapper.shared()::readTree).toList();
    }

    List<SseFrame> frames() {
        return SseFrame.all(body);
    }

    /** The stream's JSON events; fails unless the stream ends with [DONE] and has no other. */
    List<JsonNode> events() {
        List<SseFrame> frames = frames();
        assertThat(frames).as(this::text).isNotEmpty();
        assertThat(frames.stream().filter(SseFrame::isDone)).as(this::text).hasSize(1);
        assertThat(frames.get(frames.size() - 1).isDone()).as(this::text).isTrue();
        return frames.stream()
                .filter(frame -> !frame.isDone())
                .map(SseFrame::json)
                .toList();
    }

    /** The events of Anthropic's stream without its pings; fails unless the stream has one end, and that last. */
    List<JsonNode> messageEvents() {
        List<JsonNode> events = frames().stream()
                .map(SseFrame::json)
                .filter(event -> !event.path("type").stringValue("").equals("ping"))
                .toList();
        assertThat(events.stream().filter(WireAnswer::isEnd)).as(this::text).hasSize(1);
        assertThat(isEnd(events.get(events.size() - 1))).as(this::text).isTrue();
        return events;
    }

    private static boolean isEnd(JsonNode event) {
        return List.of("message_stop", "error").contains(event.path("type").stringValue(""));
    }

    /** The types of a Responses stream's events. */
    List<String> types() {
        return events().stream()
                .map(event -> event.path("type").stringValue(""))
                .toList();
    }

    /** The one event of a type. */
    JsonNode event(String type) {
        List<JsonNode> found = events().stream()
                .filter(event -> event.path("type").stringValue("").equals(type))
                .toList();
        assertThat(found).as("%s in %s", type, text()).hasSize(1);
        return found.get(0);
    }

    /** The text deltas of a Responses stream, joined. */
    String deltas() {
        return events().stream()
                .filter(event -> event.path("type").stringValue("").equals("response.output_text.delta"))
                .map(event -> event.path("delta").stringValue())
                .collect(Collectors.joining());
    }

    /** A text member of a chat stream's deltas, joined. */
    String deltas(String member) {
        return texts("/choices/0/delta/" + member);
    }

    /** The texts at a place of a stream's events, joined. */
    String texts(String pointer) {
        return events().stream()
                .map(event -> event.at(pointer))
                .filter(JsonNode::isString)
                .map(JsonNode::stringValue)
                .collect(Collectors.joining());
    }

    /** The finish reasons of a chat or completions stream, in order; there should be one. */
    List<String> finishReasons() {
        return events().stream()
                .map(event -> event.at("/choices/0/finish_reason").stringValue(null))
                .filter(Objects::nonNull)
                .toList();
    }
}
