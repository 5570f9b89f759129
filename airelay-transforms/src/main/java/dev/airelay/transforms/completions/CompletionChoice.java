package dev.airelay.transforms.completions;

import dev.airelay.transforms.json.JsonText;
import dev.airelay.transforms.reply.Channel;
import dev.airelay.transforms.reply.Choice;
import dev.airelay.transforms.reply.ChunkTemplate;
import dev.airelay.transforms.reply.EndReason;
import dev.airelay.transforms.reply.ItemState;
import dev.airelay.transforms.reply.PartState;
import dev.airelay.transforms.reply.StopScanner;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One choice of a stream of text completions: text and nothing else. A refusal is returned as text. */
final class CompletionChoice implements Choice {

    private final CompletionFrames frames;
    private final int index;
    private final StopScanner stops;
    private @Nullable ChunkTemplate template;

    CompletionChoice(CompletionFrames frames, int index, List<String> stops) {
        this.frames = frames;
        this.index = index;
        this.stops = new StopScanner(stops);
    }

    @Override
    public void begin() {
        // A text completion has no separate beginning.
    }

    @Override
    public void call(ItemState call) {
        // No tools are offered.
    }

    @Override
    public void text(ItemState item, PartState part, JsonText text) {
        if (part.channel() != Channel.TEXT && part.channel() != Channel.REFUSAL) {
            return;
        }
        if (stops.idle()) {
            write(text);
        } else {
            write(JsonText.of(stops.feed(text.units())));
        }
    }

    private void write(JsonText text) {
        if (text.isEmpty()) {
            return;
        }
        ChunkTemplate chunk = template;
        if (chunk == null) {
            chunk = frames.template(frames.chunk(index, ChunkTemplate.MARK, null));
            template = chunk;
        }
        frames.fill(chunk, text);
    }

    @Override
    public boolean cut() {
        return stops.matched();
    }

    @Override
    public void close() {
        write(JsonText.of(stops.flush()));
    }

    @Override
    public void finish(EndReason reason) {
        frames.write(frames.chunk(index, "", reason.wireName()));
    }
}
