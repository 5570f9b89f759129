package dev.airelay.transforms.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.transforms.Streams;
import dev.airelay.transforms.event.UpstreamEvent;
import dev.airelay.transforms.spi.CustomCallForm;
import dev.airelay.transforms.spi.ReasoningExposure;
import dev.airelay.transforms.spi.Reply;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Reasoning within the content, which moves every position that is counted there. */
class ChatReasoningTest {

    private static final String THOUGHT = "<think>\nwhy\n</think>\n\n";

    private static Reply tagged() {
        return ChatReply.of(new ChatReplyOptions(
                "m",
                false,
                false,
                CustomCallForm.CUSTOM,
                ReasoningExposure.THINK_TAGS,
                List.of(),
                1,
                "chatcmpl-tok",
                42));
    }

    private static List<UpstreamEvent> events(String... json) {
        return Stream.of(json).map(Streams::event).toList();
    }

    private static final String SUMMARY = """
            {"type":"response.reasoning_summary_text.delta","item_id":"rs_1","output_index":0,"summary_index":0,"delta":"why"}""";
    private static final String COMPLETED = """
            {"type":"response.completed","response":{}}""";

    @Test
    void citationsCountTheReasoningBeforeThem() {
        List<UpstreamEvent> events = events(SUMMARY, """
                {"type":"response.output_text.delta","item_id":"msg_1","output_index":1,"content_index":0,"delta":"See it."}""", """
                {"type":"response.output_text.annotation.added","item_id":"msg_1","output_index":1,"content_index":0,\
                "annotation_index":0,"annotation":{"type":"url_citation","start_index":4,"end_index":6,\
                "url":"https://example.org","title":"it"}}""", COMPLETED);

        JsonNode message = Streams.shown(Streams.collect(tagged(), events)).at("/choices/0/message");
        List<JsonNode> frames = Streams.frames(Streams.encode(tagged(), events));

        int start = THOUGHT.length() + 4;
        assertThat(message.path("content").stringValue()).isEqualTo(THOUGHT + "See it.");
        assertThat(message.at("/annotations/0/url_citation/start_index").intValue())
                .isEqualTo(start);
        assertThat(frames.get(frames.size() - 2)
                        .at("/choices/0/delta/annotations/0/url_citation/start_index")
                        .intValue())
                .isEqualTo(start);
    }

    @Test
    void reasoningWithoutAnswerIsClosedToo() {
        JsonNode message = Streams.shown(Streams.collect(tagged(), events(SUMMARY, COMPLETED)))
                .at("/choices/0/message");
        StringBuilder content = new StringBuilder();
        Streams.frames(Streams.encode(tagged(), events(SUMMARY, COMPLETED)))
                .forEach(frame ->
                        content.append(frame.at("/choices/0/delta/content").stringValue("")));

        assertThat(message.path("content").stringValue()).isEqualTo(THOUGHT);
        assertThat(content).hasToString(THOUGHT);
    }
}
