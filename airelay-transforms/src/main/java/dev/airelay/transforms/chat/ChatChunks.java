package dev.airelay.transforms.chat;

import dev.airelay.transforms.json.Json;
import dev.airelay.transforms.json.JsonText;
import dev.airelay.transforms.reply.ChunkTemplate;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** Writes the chunks of one choice, each in one write. The stream's head must be known before the first. */
final class ChatChunks {

    private final ChatFrames frames;
    private final int index;
    private final Map<String, ChunkTemplate> templates = new HashMap<>();
    private @Nullable ChunkTemplate ofDelta;
    private @Nullable ChunkTemplate latest;
    private String latestMember = "";

    ChatChunks(ChatFrames frames, int index) {
        this.frames = frames;
        this.index = index;
    }

    /** Writes a delta of one text member. */
    void text(String member, JsonText text) {
        ChunkTemplate template = member.equals(latestMember) ? latest : templates.get(member);
        if (template == null) {
            template = ofDelta().around("{\"" + member + "\":\"", "\"}");
            templates.put(member, template);
        }
        latestMember = member;
        latest = template;
        fill(template, text);
    }

    /** Writes the first chunk, with the role. */
    void role() {
        fill(ofDelta().around("{\"role\":\"assistant\",\"content\":\"\",\"refusal\":null}", ""), JsonText.EMPTY);
    }

    /** Returns the template of a chunk for any delta: the text around it is created once. */
    private ChunkTemplate ofDelta() {
        if (ofDelta == null) {
            ofDelta = frames.template(frames.chunk(index, StringNode.valueOf(ChunkTemplate.MARK), null));
        }
        return ofDelta;
    }

    /** Returns the template of a delta that contains {@link ChunkTemplate#MARK}. */
    ChunkTemplate template(ObjectNode delta) {
        return frames.template(frames.chunk(index, delta, null));
    }

    /** Writes a template with its text. */
    void fill(ChunkTemplate template, JsonText text) {
        frames.fill(template, text);
    }

    /** Writes a delta. */
    void delta(ObjectNode delta) {
        frames.write(frames.chunk(index, delta, null));
    }

    /** Writes the last chunk of the choice. */
    void finish(FinishReason reason) {
        frames.write(frames.chunk(index, Json.object(), reason.wireName()));
    }
}
