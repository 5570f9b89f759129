package dev.airelay.example;

import dev.airelay.transforms.event.ByteSink;
import dev.airelay.transforms.event.EventType;
import dev.airelay.transforms.event.UpstreamEvent;
import dev.airelay.transforms.failure.FailureClassifier;
import dev.airelay.transforms.failure.UpstreamFailure;
import dev.airelay.transforms.spi.ObjectEncoder;
import dev.airelay.transforms.spi.Reply;
import dev.airelay.transforms.spi.StreamEncoder;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Encodes Parley's replies.
 *
 * @param clock the current time, from which the reset times of limits are counted
 */
record ParleyReply(InstantSource clock) implements Reply {

    private static final byte[] OVER = {'{', '"', 'o', 'v', 'e', 'r', '"', ':', 't', 'r', 'u', 'e', '}', '\n'};

    @Override
    public StreamEncoder streamEncoder() {
        return new Lines();
    }

    @Override
    public ObjectEncoder objectEncoder() {
        return new Whole();
    }

    /** Returns the text that an event adds; empty for all others. */
    private static Optional<String> text(UpstreamEvent event) {
        return event.type() == EventType.OUTPUT_TEXT_DELTA
                ? Optional.of(
                        JsonMapper.shared().readTree(event.json()).path("delta").stringValue(""))
                : Optional.empty();
    }

    private static byte[] said(String text) {
        return JsonMapper.shared()
                .writeValueAsBytes(JsonNodeFactory.instance.objectNode().put("said", text));
    }

    /** One line for each piece of text. */
    private final class Lines implements StreamEncoder {
        private boolean ended;

        @Override
        public void accept(UpstreamEvent event, ByteSink out) {
            if (ended) {
                return;
            }
            if (event.type().failure()) {
                fail(FailureClassifier.ofEvent(event, clock.instant().getEpochSecond()), out);
                return;
            }
            text(event).ifPresent(piece -> line(said(piece), out));
            if (event.type().terminal()) {
                ended = true;
                out.write(OVER);
            }
        }

        @Override
        public void fail(UpstreamFailure failure, ByteSink out) {
            if (!ended) {
                ended = true;
                line(ParleyDialect.fault(failure.status(), failure.error()), out);
            }
        }

        private void line(byte[] json, ByteSink out) {
            byte[] line = Arrays.copyOf(json, json.length + 1);
            line[json.length] = '\n';
            out.write(line);
        }

        @Override
        public boolean ended() {
            return ended;
        }

        @Override
        public long heldBytes() {
            return 0;
        }
    }

    /** All pieces in one object. */
    private final class Whole implements ObjectEncoder {
        private final StringBuilder text = new StringBuilder();
        private @Nullable UpstreamFailure failure;
        private boolean complete;

        @Override
        public void accept(UpstreamEvent event) {
            if (event.type().failure()) {
                failure = FailureClassifier.ofEvent(event, clock.instant().getEpochSecond());
            } else {
                text(event).ifPresent(text::append);
                complete |= event.type().terminal();
            }
        }

        @Override
        public boolean ended() {
            return complete || failure != null;
        }

        @Override
        public long heldBytes() {
            return 4L * text.length();
        }

        @Override
        public Outcome finish() {
            UpstreamFailure seen = failure;
            if (seen == null && !complete) {
                seen = UpstreamFailure.incompleteStream();
            }
            return seen == null ? new Outcome.Finished(said(text.toString())) : new Outcome.Failed(seen);
        }
    }
}
