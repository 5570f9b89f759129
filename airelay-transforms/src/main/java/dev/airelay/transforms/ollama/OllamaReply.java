package dev.airelay.transforms.ollama;

import dev.airelay.transforms.event.ByteSink;
import dev.airelay.transforms.event.UpstreamEvent;
import dev.airelay.transforms.failure.UpstreamFailure;
import dev.airelay.transforms.json.Json;
import dev.airelay.transforms.json.JsonBuffer;
import dev.airelay.transforms.json.JsonText;
import dev.airelay.transforms.reply.ChunkTemplate;
import dev.airelay.transforms.reply.ReplyCollector;
import dev.airelay.transforms.reply.TurnReader;
import dev.airelay.transforms.spi.ErrorShape;
import dev.airelay.transforms.spi.ObjectEncoder;
import dev.airelay.transforms.spi.Reply;
import dev.airelay.transforms.spi.StreamEncoder;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Encodes replies in Ollama's form: a line for each piece and a last one with statistics, or one object.
 *
 * @param options the parts of the request that shape the reply
 */
record OllamaReply(OllamaReplyOptions options) implements Reply {

    @Override
    public StreamEncoder streamEncoder() {
        return new Lines();
    }

    @Override
    public ObjectEncoder objectEncoder() {
        return new Whole();
    }

    /** A reply without a model call reports that a model is loaded or unloaded. */
    @Override
    public byte[] merge(List<byte[]> objects) {
        if (!objects.isEmpty()) {
            return Reply.super.merge(objects);
        }
        ObjectNode line = options.form().said(head(options.started()), "", "");
        return Json.write(line.put("done", true).put("done_reason", options.loaded()));
    }

    private ObjectNode head(Instant created) {
        return Json.object().put("model", options.model()).put("created_at", created.toString());
    }

    /** Each piece in a line of its own. */
    private final class Lines implements StreamEncoder, OllamaTurn.Output {

        private final OllamaTurn turn = new OllamaTurn(options, this);
        private final TurnReader reader = new TurnReader(turn);
        private final JsonBuffer line = new JsonBuffer();
        private ByteSink out = (bytes, offset, length) -> {};
        private @Nullable ChunkTemplate text;
        private @Nullable ChunkTemplate thinking;
        private boolean ended;

        @Override
        public void accept(UpstreamEvent event, ByteSink sink) {
            if (ended) {
                return;
            }
            out = sink;
            reader.accept(event);
            turn.endIfCut();
        }

        @Override
        public void fail(UpstreamFailure failure, ByteSink sink) {
            if (!ended) {
                out = sink;
                failed(failure);
            }
        }

        @Override
        public boolean ended() {
            return ended;
        }

        @Override
        public long heldBytes() {
            return reader.heldBytes();
        }

        @Override
        public void text(JsonText piece) {
            if (text == null) {
                text = template(ChunkTemplate.MARK, "");
            }
            write(text, piece);
        }

        @Override
        public void thinking(JsonText piece) {
            if (thinking == null) {
                thinking = template("", ChunkTemplate.MARK);
            }
            write(thinking, piece);
        }

        private ChunkTemplate template(String content, String thought) {
            ObjectNode piece = options.form().said(head(options.clock().instant()), content, thought);
            line.raw(Json.write(piece.put("done", false))).raw('\n');
            byte[] bytes = line.toArray();
            line.clear();
            return new ChunkTemplate(bytes);
        }

        private void write(ChunkTemplate template, JsonText piece) {
            template.appendTo(line, piece);
            line.writeTo(out);
        }

        private void write(byte[] json) {
            line.raw(json).raw('\n').writeTo(out);
        }

        @Override
        public void call(ObjectNode call) {
            ObjectNode piece = options.form().said(head(options.clock().instant()), "", "");
            options.form().called(piece, Json.array().add(call));
            write(Json.write(piece.put("done", false)));
        }

        @Override
        public void done(String reason, ObjectNode figures) {
            ended = true;
            ObjectNode last = options.form().said(head(options.clock().instant()), "", "");
            last.put("done", true).put("done_reason", reason).setAll(figures);
            write(Json.write(last));
        }

        @Override
        public void failed(UpstreamFailure failure) {
            ended = true;
            write(ErrorShape.OLLAMA
                    .render(failure.status(), failure.error(), Json.object())
                    .body());
        }
    }

    /** All pieces in one object. */
    private final class Whole implements ObjectEncoder, OllamaTurn.Output {

        private final OllamaTurn turn = new OllamaTurn(options, this);
        private final TurnReader reader = new TurnReader(turn);
        private final StringBuilder text = new StringBuilder();
        private final StringBuilder thinking = new StringBuilder();
        private final ArrayNode calls = Json.array();
        private @Nullable ObjectNode ending;
        private @Nullable UpstreamFailure failure;

        @Override
        public void accept(UpstreamEvent event) {
            if (ended()) {
                return;
            }
            reader.accept(event);
            turn.endIfCut();
        }

        @Override
        public boolean ended() {
            return ending != null || failure != null;
        }

        @Override
        public long heldBytes() {
            return ReplyCollector.COPIES * reader.heldBytes();
        }

        @Override
        public void text(JsonText piece) {
            text.append(piece.units());
        }

        @Override
        public void thinking(JsonText piece) {
            thinking.append(piece.units());
        }

        @Override
        public void call(ObjectNode call) {
            calls.add(call);
        }

        @Override
        public void done(String reason, ObjectNode figures) {
            ObjectNode end = Json.object().put("done", true).put("done_reason", reason);
            end.setAll(figures);
            ending = end;
        }

        @Override
        public void failed(UpstreamFailure why) {
            failure = why;
        }

        @Override
        public Outcome finish() {
            ObjectNode end = ending;
            if (failure != null) {
                return new Outcome.Failed(failure);
            }
            if (end == null) {
                return new Outcome.Failed(UpstreamFailure.incompleteStream());
            }
            ObjectNode whole =
                    options.form().said(head(options.clock().instant()), text.toString(), thinking.toString());
            if (!calls.isEmpty()) {
                options.form().called(whole, calls);
            }
            whole.setAll(end);
            return new Outcome.Finished(Json.write(whole));
        }
    }
}
