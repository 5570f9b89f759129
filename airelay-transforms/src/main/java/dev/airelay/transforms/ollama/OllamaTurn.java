package dev.airelay.transforms.ollama;

import dev.airelay.transforms.event.UpstreamEvent;
import dev.airelay.transforms.failure.ApiError;
import dev.airelay.transforms.failure.FailureClassifier;
import dev.airelay.transforms.failure.UpstreamFailure;
import dev.airelay.transforms.json.Json;
import dev.airelay.transforms.json.JsonMembers;
import dev.airelay.transforms.json.JsonText;
import dev.airelay.transforms.reply.Channel;
import dev.airelay.transforms.reply.EndReason;
import dev.airelay.transforms.reply.ItemKind;
import dev.airelay.transforms.reply.ItemState;
import dev.airelay.transforms.reply.MergedResponse;
import dev.airelay.transforms.reply.PartState;
import dev.airelay.transforms.reply.StopScanner;
import dev.airelay.transforms.reply.Turn;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One turn of the model in Ollama's order.
 *
 * <pre>
 *   (text | thinking | call)* → done
 *            └──── failure at any time
 * </pre>
 *
 * <p>Ollama's clients read the arguments of a call as an object, so a call is sent when it is complete. Not safe for
 * concurrent use.
 */
final class OllamaTurn implements Turn {

    private static final String STOP = EndReason.STOP.wireName();
    /** Separates two parts of a reasoning summary. */
    private static final JsonText PART_BREAK = JsonText.of("\n\n");

    /** Receives the client's reply. Exactly one of {@link #done} and {@link #failed} is called, and nothing after it. */
    interface Output {

        /** A piece of the text. Never empty. */
        void text(JsonText piece);

        /** A piece of the thinking. Never empty. */
        void thinking(JsonText piece);

        /** A call, in the form of {@code tool_calls}. */
        void call(ObjectNode call);

        /**
         * The turn has ended.
         *
         * @param reason the {@code done_reason}
         * @param figures durations in nanoseconds, and token counts if the upstream reported any
         */
        void done(String reason, ObjectNode figures);

        /** The turn has failed. */
        void failed(UpstreamFailure failure);
    }

    private final OllamaReplyOptions options;
    private final Output output;
    private final @Nullable StopScanner stops;
    /** The calls that have not been sent. */
    private final List<ItemState> calls = new ArrayList<>();

    private int passed;
    private @Nullable PartState lastSummary;
    private @Nullable Instant answered;
    private boolean ended;

    OllamaTurn(OllamaReplyOptions options, Output output) {
        this.options = options;
        this.output = output;
        this.stops = options.stops().isEmpty() ? null : new StopScanner(options.stops());
    }

    @Override
    public void announced(JsonMembers response) {
        // The client gets the requested name, and the relay's time.
    }

    @Override
    public void begun() {
        answered = options.clock().instant();
    }

    @Override
    public void call(ItemState call) {
        if (!cut()) {
            flush();
            calls.add(call);
        }
    }

    @Override
    public void text(ItemState item, PartState part, JsonText text) {
        if (cut()) {
            return;
        }
        switch (part.channel()) {
            case TEXT -> content(text);
            case REFUSAL -> {
                flush();
                output.text(text);
            }
            case SUMMARY -> thinking(part, text);
            case REASONING, ARGUMENTS, INPUT -> {
                // Raw reasoning is not for clients, and calls are sent whole.
            }
        }
    }

    @Override
    public void finished(ItemState item) {
        if (calls.contains(item)) {
            arguments(item).ifPresent(arguments -> pass(item, arguments));
        }
    }

    private void pass(ItemState call, ObjectNode arguments) {
        calls.remove(call);
        output.call(ReplyForm.call(passed, call.callId(options.token()), call.name(), arguments));
        passed++;
    }

    private void thinking(PartState part, JsonText text) {
        if (options.thinking()) {
            if (lastSummary != null && lastSummary != part) {
                output.thinking(PART_BREAK);
            }
            lastSummary = part;
            output.thinking(text);
        }
    }

    private void content(JsonText text) {
        if (stops == null) {
            output.text(text);
        } else {
            written(stops.feed(text.units()));
        }
    }

    /** Sends the held-back beginning of a possible stop sequence. */
    private void flush() {
        if (stops != null) {
            written(stops.flush());
        }
    }

    private void written(String text) {
        if (!text.isEmpty()) {
            output.text(JsonText.of(text));
        }
    }

    private boolean cut() {
        return stops != null && stops.matched();
    }

    /** Ends the turn at a stop sequence, without token counts: the upstream reports them only at the end. */
    void endIfCut() {
        if (cut() && !ended) {
            end(STOP, Json.object());
        }
    }

    @Override
    public void over(MergedResponse response) {
        if (!cut()) {
            flush();
        }
        // In a truncated turn a call may be truncated too, and no client should run it.
        if (response.completed() && !cut() && !calls.isEmpty()) {
            fail(unreadable(calls.get(0).name()));
            return;
        }
        String reason = cut() ? STOP : EndReason.of(response).wireName();
        end(reason, counts(response.members().path("usage")));
    }

    @Override
    public void failed(UpstreamEvent event) {
        fail(FailureClassifier.ofEvent(event, options.started().getEpochSecond()));
    }

    private void fail(UpstreamFailure failure) {
        if (!ended) {
            ended = true;
            output.failed(failure);
        }
    }

    /** A tool with free text input gets it in one argument. */
    private static Optional<ObjectNode> arguments(ItemState call) {
        String text = call.part(Channel.ofCall(call.kind()), 0).text().units();
        if (call.kind() != ItemKind.FUNCTION_CALL) {
            return Optional.of(Json.object().put("input", text));
        }
        byte[] json = text.getBytes(StandardCharsets.UTF_8);
        JsonNode read = Json.read(json, 0, json.length);
        return read instanceof ObjectNode object ? Optional.of(object) : Optional.empty();
    }

    private static UpstreamFailure unreadable(String tool) {
        return new UpstreamFailure(
                UpstreamFailure.Kind.SERVER,
                502,
                new ApiError(
                        "The model called the tool '" + tool + "' with arguments that are not a JSON object, which"
                                + " Ollama's API cannot carry. Send the request again.",
                        ApiError.SERVER_ERROR,
                        null,
                        "invalid_tool_arguments"),
                Optional.empty());
    }

    private void end(String reason, ObjectNode counts) {
        ended = true;
        Instant now = options.clock().instant();
        Instant first = answered == null ? now : answered;
        ObjectNode figures = Json.object()
                .put("total_duration", nanos(options.started(), now))
                .put("load_duration", 0)
                .put("prompt_eval_duration", nanos(options.started(), first))
                .put("eval_duration", nanos(first, now));
        figures.setAll(counts);
        output.done(reason, figures);
    }

    /** The clock may be set back meanwhile. */
    private static long nanos(Instant from, Instant to) {
        return Math.max(0, Duration.between(from, to).toNanos());
    }

    private static ObjectNode counts(JsonNode usage) {
        ObjectNode counts = Json.object();
        count(counts, "prompt_eval_count", usage.path("input_tokens"));
        count(counts, "eval_count", usage.path("output_tokens"));
        return counts;
    }

    private static void count(ObjectNode counts, String name, JsonNode tokens) {
        if (tokens.isIntegralNumber()) {
            counts.put(name, tokens.asLong(0));
        }
    }
}
