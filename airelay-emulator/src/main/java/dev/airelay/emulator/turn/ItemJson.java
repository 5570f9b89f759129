package dev.airelay.emulator.turn;

import dev.airelay.emulator.common.Json;
import dev.airelay.emulator.turn.OutputItem.Citation;
import dev.airelay.emulator.turn.OutputItem.Compaction;
import dev.airelay.emulator.turn.OutputItem.CustomCall;
import dev.airelay.emulator.turn.OutputItem.FunctionCall;
import dev.airelay.emulator.turn.OutputItem.Given;
import dev.airelay.emulator.turn.OutputItem.ImageGeneration;
import dev.airelay.emulator.turn.OutputItem.Message;
import dev.airelay.emulator.turn.OutputItem.Reasoning;
import dev.airelay.emulator.turn.OutputItem.RefusalMessage;
import dev.airelay.emulator.turn.OutputItem.WebSearch;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Output items and their parts as JSON: as they are announced, and in full. */
public final class ItemJson {
    private static final String IN_PROGRESS = "in_progress";
    private static final String COMPLETED = "completed";
    private static final String STATUS = "status";
    public static final String ARGUMENTS = "arguments";
    public static final String INPUT = "input";
    static final String REFUSAL = "refusal";
    static final String SUMMARY = "summary";
    static final String RESULT = "result";

    private ItemJson() {}

    /** The item as {@code response.output_item.added} announces it, without what comes later. */
    static ObjectNode added(OutputItem item) {
        return item instanceof Reasoning reasoning
                ? reasoning(new Reasoning(reasoning.id(), List.of(), null, reasoning.encrypted()))
                : json(item, false);
    }

    /** The full item, as {@code response.output_item.done} carries it. */
    public static ObjectNode done(OutputItem item) {
        return json(item, true);
    }

    private static ObjectNode json(OutputItem item, boolean full) {
        if (item instanceof Reasoning reasoning) {
            return reasoning(reasoning);
        }
        if (item instanceof Given given) {
            return given.json().deepCopy();
        }
        ObjectNode json = Json.object().put("id", item.id());
        String status = full ? COMPLETED : IN_PROGRESS;
        if (item instanceof Message message) {
            message(json, status, message.phase());
            parts(json, full, outputText(message.text(), message.citations()));
        } else if (item instanceof RefusalMessage refusal) {
            message(json, status, null);
            parts(json, full, refusalPart(refusal.text()));
        } else if (item instanceof FunctionCall call) {
            json.put("type", "function_call").put(STATUS, status).put(ARGUMENTS, full ? call.arguments() : "");
            json.put("call_id", call.callId()).put("name", call.name());
            if (call.namespace() != null) {
                json.put("namespace", call.namespace());
            }
        } else if (item instanceof CustomCall call) {
            json.put("type", "custom_tool_call").put(STATUS, status).put(INPUT, full ? call.input() : "");
            json.put("call_id", call.callId()).put("name", call.name());
        } else if (item instanceof Compaction compaction) {
            json.put("type", "compaction").put("encrypted_content", compaction.encrypted());
        } else if (item instanceof WebSearch search) {
            json.put("type", "web_search_call").put(STATUS, status);
            if (full) {
                json.set("action", search.action());
            }
        } else if (item instanceof ImageGeneration image) {
            json.put("type", "image_generation_call").put(STATUS, status);
            if (full) {
                image(json, image);
            }
        }
        return json;
    }

    private static void image(ObjectNode json, ImageGeneration image) {
        Drawing drawing = image.drawing();
        if (drawing == null) {
            json.put("output_format", "png");
        } else {
            drawing.describe(json).put("revised_prompt", drawing.revisedPrompt());
        }
        json.put(RESULT, image.result());
    }

    static ObjectNode outputText(String text, List<Citation> citations) {
        ObjectNode part = Json.object().put("type", "output_text").put("text", text);
        ArrayNode annotations = part.putArray("annotations");
        citations.forEach(citation -> annotations.add(annotation(citation)));
        part.putArray("logprobs");
        return part;
    }

    static ObjectNode refusalPart(String text) {
        return Json.object().put("type", REFUSAL).put(REFUSAL, text);
    }

    static ObjectNode summaryPart(String text) {
        return Json.object().put("type", "summary_text").put("text", text);
    }

    static ObjectNode annotation(Citation citation) {
        return Json.object()
                .put("type", "url_citation")
                .put("start_index", citation.start())
                .put("end_index", citation.end())
                .put("url", citation.url())
                .put("title", citation.title());
    }

    private static void message(ObjectNode json, String status, @Nullable String phase) {
        json.put("type", "message").put(STATUS, status).put("role", "assistant");
        if (phase != null) {
            json.put("phase", phase);
        }
    }

    private static void parts(ObjectNode json, boolean full, ObjectNode part) {
        ArrayNode content = json.putArray("content");
        if (full) {
            content.add(part);
        }
    }

    private static ObjectNode reasoning(Reasoning item) {
        ObjectNode json = Json.object().put("id", item.id()).put("type", "reasoning");
        ArrayNode summary = json.putArray(SUMMARY);
        item.summary().forEach(text -> summary.add(summaryPart(text)));
        if (item.rawText() != null) {
            json.putArray("content").addObject().put("type", "reasoning_text").put("text", item.rawText());
        }
        if (item.encrypted() != null) {
            json.put("encrypted_content", item.encrypted());
        }
        return json;
    }
}
