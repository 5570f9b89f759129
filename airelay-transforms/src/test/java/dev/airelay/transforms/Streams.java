package dev.airelay.transforms;

import dev.airelay.transforms.event.UpstreamEvent;
import dev.airelay.transforms.failure.UpstreamFailure;
import dev.airelay.transforms.spi.ObjectEncoder;
import dev.airelay.transforms.spi.Reply;
import dev.airelay.transforms.spi.StreamEncoder;
import dev.airelay.transforms.sse.SseListener;
import dev.airelay.transforms.sse.SseParser;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Runs event streams through encoders as the server does. */
public final class Streams {

    /** No reader of a test's answers needs other settings. */
    public static final JsonMapper JSON = JsonMapper.shared();

    private static final int MAX_EVENT_BYTES = 64 * 1024 * 1024;
    private static final int LENT_AT = 7;

    private Streams() {}

    /** Returns the upstream events of a stream fed in pieces of these lengths, the last of which repeats. */
    public static List<UpstreamEvent> events(byte[] stream, int... lengths) {
        List<UpstreamEvent> events = new ArrayList<>();
        SseListener listener = (name, bytes, from, to) ->
                UpstreamEvent.parse(Arrays.copyOfRange(bytes, from, to)).ifPresent(events::add);
        SseParser parser = new SseParser(MAX_EVENT_BYTES, listener);
        int at = 0;
        for (int i = 0; at < stream.length; i++) {
            int length = Math.min(lengths[Math.min(i, lengths.length - 1)], stream.length - at);
            parser.feed(stream, at, length);
            at += length;
        }
        parser.finish();
        return events;
    }

    /** Returns one event. */
    public static UpstreamEvent event(String json) {
        return UpstreamEvent.parse(json.getBytes(StandardCharsets.UTF_8)).orElseThrow();
    }

    /** Encodes a stream; one that ends without a terminal event fails as incomplete. */
    public static Recording encode(Reply reply, List<UpstreamEvent> events) {
        StreamEncoder encoder = reply.streamEncoder();
        Recording recording = new Recording();
        lend(events, event -> encoder.accept(event, recording));
        if (!encoder.ended()) {
            encoder.fail(UpstreamFailure.incompleteStream(), recording);
        }
        return recording;
    }

    /** Encodes an object. */
    public static ObjectEncoder.Outcome collect(Reply reply, List<UpstreamEvent> events) {
        ObjectEncoder encoder = reply.objectEncoder();
        lend(events, encoder::accept);
        return encoder.finish();
    }

    /** Passes events on as the relay does: a delta's bytes are valid during the call only, and are overwritten here. */
    private static void lend(List<UpstreamEvent> events, Consumer<UpstreamEvent> taker) {
        UpstreamEvent lent = new UpstreamEvent();
        for (UpstreamEvent event : events) {
            if (event.type().delta()) {
                byte[] scratch = new byte[LENT_AT + event.size() + 1];
                System.arraycopy(event.json(), 0, scratch, LENT_AT, event.size());
                lent.read(scratch, LENT_AT, LENT_AT + event.size());
                taker.accept(lent);
                Arrays.fill(scratch, (byte) '#');
            } else {
                taker.accept(event);
            }
        }
    }

    /** Returns the JSON of each frame of an encoded stream, without the last, {@code [DONE]}. */
    public static List<JsonNode> frames(Recording recording) {
        return recording.writes().stream()
                .map(Streams::data)
                .filter(data -> !data.equals("[DONE]"))
                .map(JSON::readTree)
                .toList();
    }

    private static String data(String frame) {
        return frame.lines()
                .filter(line -> line.startsWith("data: "))
                .map(line -> line.substring("data: ".length()))
                .findFirst()
                .orElseThrow();
    }

    /** Returns what becomes of an object, as text that shows all of it. */
    public static String object(Reply reply, List<UpstreamEvent> events) {
        return shown(collect(reply, events)).toPrettyString() + "\n";
    }

    /** Returns an outcome as JSON that shows all of it. */
    public static JsonNode shown(ObjectEncoder.Outcome outcome) {
        if (outcome instanceof ObjectEncoder.Outcome.Finished finished) {
            return JSON.readTree(finished.json());
        }
        UpstreamFailure failure = ((ObjectEncoder.Outcome.Failed) outcome).failure();
        Optional<Long> seconds = failure.retryAfter().map(wait -> wait.toSeconds());
        return JSON.createObjectNode()
                .put("failure", failure.kind().name())
                .put("status", failure.status())
                .put("retryAfterSeconds", seconds.orElse(null))
                .set("error", failure.error().toNode());
    }
}
