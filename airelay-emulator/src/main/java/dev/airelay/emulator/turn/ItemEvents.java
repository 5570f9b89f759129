package dev.airelay.emulator.turn;

import dev.airelay.emulator.common.Ids;
import dev.airelay.emulator.http.StreamEvent;
import dev.airelay.emulator.turn.OutputItem.Compaction;
import dev.airelay.emulator.turn.OutputItem.CustomCall;
import dev.airelay.emulator.turn.OutputItem.FunctionCall;
import dev.airelay.emulator.turn.OutputItem.ImageGeneration;
import dev.airelay.emulator.turn.OutputItem.Message;
import dev.airelay.emulator.turn.OutputItem.Reasoning;
import dev.airelay.emulator.turn.OutputItem.RefusalMessage;
import dev.airelay.emulator.turn.OutputItem.WebSearch;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The events of one output item, from {@code output_item.added} to {@code output_item.done}. */
final class ItemEvents {
    private final OutputItem item;
    private final int outputIndex;
    private final Ids ids;
    private final List<StreamEvent> events = new ArrayList<>();

    private ItemEvents(OutputItem item, int outputIndex, Ids ids) {
        this.item = item;
        this.outputIndex = outputIndex;
        this.ids = ids;
    }

    static List<StreamEvent> of(OutputItem item, int outputIndex, Ids ids) {
        ItemEvents script = new ItemEvents(item, outputIndex, ids);
        script.whole("response.output_item.added", ItemJson.added(item));
        script.content();
        script.whole("response.output_item.done", ItemJson.done(item));
        return script.events;
    }

    private void content() {
        if (item instanceof Message message) {
            message(message);
        } else if (item instanceof RefusalMessage refusal) {
            refusal(refusal.text());
        } else if (item instanceof Reasoning reasoning) {
            reasoning(reasoning);
        } else if (item instanceof FunctionCall call) {
            deltas("response.function_call_arguments.delta", call.arguments());
            event("response.function_call_arguments.done").put(ItemJson.ARGUMENTS, call.arguments());
        } else if (item instanceof CustomCall call) {
            deltas("response.custom_tool_call_input.delta", call.input());
            event("response.custom_tool_call_input.done").put(ItemJson.INPUT, call.input());
        } else if (item instanceof Compaction) {
            event("response.compaction.compacting");
        } else if (item instanceof WebSearch) {
            steps("response.web_search_call", "in_progress", "searching", "completed");
        } else if (item instanceof ImageGeneration generation) {
            image(generation.drawing());
        }
    }

    private void message(Message message) {
        part("response.content_part.added", ItemJson.outputText("", List.of()));
        for (String piece : TextPieces.words(message.text())) {
            ObjectNode delta = content("response.output_text.delta").put(StreamEvent.DELTA, piece);
            delta.putArray("logprobs");
            delta.put("obfuscation", ids.padding(piece.length()));
        }
        for (int i = 0; i < message.citations().size(); i++) {
            ObjectNode added = content("response.output_text.annotation.added").put("annotation_index", i);
            added.set("annotation", ItemJson.annotation(message.citations().get(i)));
        }
        content("response.output_text.done").put("text", message.text()).putArray("logprobs");
        part("response.content_part.done", ItemJson.outputText(message.text(), message.citations()));
    }

    private void refusal(String text) {
        part("response.content_part.added", ItemJson.refusalPart(""));
        for (String piece : TextPieces.words(text)) {
            content("response.refusal.delta").put(StreamEvent.DELTA, piece);
        }
        content("response.refusal.done").put(ItemJson.REFUSAL, text);
        part("response.content_part.done", ItemJson.refusalPart(text));
    }

    private void reasoning(Reasoning reasoning) {
        for (int i = 0; i < reasoning.summary().size(); i++) {
            String text = reasoning.summary().get(i);
            summary("response.reasoning_summary_part.added", i).set("part", ItemJson.summaryPart(""));
            for (String piece : TextPieces.words(text)) {
                summary("response.reasoning_summary_text.delta", i).put(StreamEvent.DELTA, piece);
            }
            summary("response.reasoning_summary_text.done", i).put("text", text);
            summary("response.reasoning_summary_part.done", i).set("part", ItemJson.summaryPart(text));
        }
        if (reasoning.rawText() != null) {
            for (String piece : TextPieces.words(reasoning.rawText())) {
                content("response.reasoning_text.delta").put(StreamEvent.DELTA, piece);
            }
            content("response.reasoning_text.done").put("text", reasoning.rawText());
        }
    }

    private void image(@Nullable Drawing drawing) {
        steps("response.image_generation_call", "in_progress", "generating");
        List<String> partials = drawing == null ? List.of(HostedTools.PNG) : drawing.partialImages();
        for (int index = 0; index < partials.size(); index++) {
            ObjectNode partial = event("response.image_generation_call.partial_image")
                    .put("partial_image_index", index)
                    .put("partial_image_b64", partials.get(index));
            if (drawing != null) {
                drawing.describe(partial);
            }
        }
        steps("response.image_generation_call", "completed");
    }

    private void steps(String prefix, String... names) {
        for (String name : names) {
            event(prefix + "." + name);
        }
    }

    private void deltas(String type, String text) {
        for (String piece : TextPieces.chunks(text)) {
            event(type).put(StreamEvent.DELTA, piece).put("obfuscation", ids.padding(piece.length()));
        }
    }

    private void whole(String type, ObjectNode itemJson) {
        StreamEvent event = StreamEvent.of(type);
        event.json().put(StreamEvent.OUTPUT_INDEX, outputIndex).set(StreamEvent.ITEM, itemJson);
        events.add(event);
    }

    private void part(String type, ObjectNode part) {
        content(type).set("part", part);
    }

    private ObjectNode content(String type) {
        return event(type).put("content_index", 0);
    }

    private ObjectNode summary(String type, int index) {
        return event(type).put("summary_index", index);
    }

    private ObjectNode event(String type) {
        StreamEvent event = StreamEvent.of(type);
        events.add(event);
        return event.json().put("item_id", item.id()).put(StreamEvent.OUTPUT_INDEX, outputIndex);
    }

    /** Cuts a text into the pieces its deltas carry. Joined again they are the text; no surrogate pair is cut. */
    private static final class TextPieces {
        private static final int CHUNK_CHARS = 12;
        /** Longer texts are cut into larger pieces, so that no answer has more deltas than this by far. */
        private static final int MAX_PIECES = 4_000;

        private TextPieces() {}

        /** Pieces that each end before a space, as a model's tokens mostly do. */
        static List<String> words(String text) {
            int atLeast = Math.max(1, text.length() / MAX_PIECES);
            List<String> pieces = new ArrayList<>();
            int start = 0;
            while (start < text.length()) {
                int space = text.indexOf(' ', start + atLeast);
                int end = space < 0 ? text.length() : space;
                pieces.add(text.substring(start, end));
                start = end;
            }
            return pieces;
        }

        /** Pieces of a fixed length. */
        static List<String> chunks(String text) {
            int length = Math.max(CHUNK_CHARS, text.length() / MAX_PIECES);
            List<String> pieces = new ArrayList<>();
            int start = 0;
            while (start < text.length()) {
                int end = Math.min(text.length(), start + length);
                if (end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))) {
                    end++;
                }
                pieces.add(text.substring(start, end));
                start = end;
            }
            return pieces;
        }
    }
}
