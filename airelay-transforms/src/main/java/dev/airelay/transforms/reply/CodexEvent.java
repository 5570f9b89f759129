package dev.airelay.transforms.reply;

import dev.airelay.transforms.event.EventType;
import dev.airelay.transforms.event.UpstreamEvent;
import dev.airelay.transforms.json.JsonSlice;
import dev.airelay.transforms.json.JsonText;
import org.jspecify.annotations.Nullable;

/** One upstream event with what the encoders need of it. Texts and slices are views of the event's bytes. */
public sealed interface CodexEvent {

    /** Hands the event to the handler's method for its kind. */
    void tell(Handler handler);

    /** Takes each kind of event. */
    interface Handler {
        /** The response is announced. */
        void handshake(Handshake event);

        /** An item begins or is complete. */
        void item(Item event);

        /** Text goes on. */
        void fragment(Fragment event);

        /** A text is complete. */
        void whole(Whole event);

        /** A part begins or is complete. */
        void part(Part event);

        /** A text is annotated. */
        void annotation(Annotation event);

        /** A hosted tool is at work. */
        void progress(Progress event);

        /** Something happens that the relay does not know, and that is for clients of the API. */
        void other(Other event);

        /** The turn is over. */
        void terminal(Terminal event);

        /** The turn failed. */
        void failure(Failure event);
    }

    /** The response is announced. */
    record Handshake(EventType type, JsonSlice response) implements CodexEvent {
        @Override
        public void tell(Handler handler) {
            handler.handshake(this);
        }
    }

    /** An output item begins or is complete. */
    record Item(EventType type, Route route, ItemHead head, JsonSlice item) implements CodexEvent {
        @Override
        public void tell(Handler handler) {
            handler.item(this);
        }
    }

    /** A piece of a channel's text. */
    record Fragment(EventType type, Channel channel, Route route, JsonText text) implements CodexEvent {
        @Override
        public void tell(Handler handler) {
            handler.fragment(this);
        }
    }

    /**
     * A channel's text is complete.
     *
     * @param text the whole text, or null when the upstream left it out
     * @param name the tool's name where the event carries it, else empty
     */
    record Whole(
            EventType type,
            Channel channel,
            Route route,
            @Nullable JsonText text,
            String name) implements CodexEvent {
        @Override
        public void tell(Handler handler) {
            handler.whole(this);
        }
    }

    /** A part of an item begins or is complete. */
    record Part(EventType type, Channel channel, Route route, JsonSlice part) implements CodexEvent {
        @Override
        public void tell(Handler handler) {
            handler.part(this);
        }
    }

    /** An annotation of an output text. */
    record Annotation(EventType type, Route route, JsonSlice annotation) implements CodexEvent {
        @Override
        public void tell(Handler handler) {
            handler.annotation(this);
        }
    }

    /** A hosted tool reports progress. */
    record Progress(EventType type, ItemKind item, Route route) implements CodexEvent {
        @Override
        public void tell(Handler handler) {
            handler.progress(this);
        }
    }

    /**
     * An event that the relay only forwards: of a type that it does not know, or about a part that it does not know.
     *
     * @param wireName the event's type as the upstream names it
     * @param part whether it is about a part of an item's content
     */
    record Other(String wireName, Route route, boolean part) implements CodexEvent {
        @Override
        public void tell(Handler handler) {
            handler.other(this);
        }
    }

    /** The turn is over, complete or incomplete. */
    record Terminal(UpstreamEvent event, JsonSlice response) implements CodexEvent {
        @Override
        public void tell(Handler handler) {
            handler.terminal(this);
        }
    }

    /**
     * The turn failed.
     *
     * @param response the failed response, or null when the event has none
     */
    record Failure(UpstreamEvent event, @Nullable JsonSlice response) implements CodexEvent {
        @Override
        public void tell(Handler handler) {
            handler.failure(this);
        }
    }

    /** Nothing for a client: an extension, or JSON that is malformed or lacks what its type needs. */
    record Ignored() implements CodexEvent {

        static final Ignored INSTANCE = new Ignored();

        @Override
        public void tell(Handler handler) {
            // No handler takes part in what is ignored.
        }
    }
}
