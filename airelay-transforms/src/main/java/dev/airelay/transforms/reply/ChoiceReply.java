package dev.airelay.transforms.reply;

import dev.airelay.transforms.json.Json;
import dev.airelay.transforms.spi.Reply;
import dev.airelay.transforms.spi.StreamEncoder;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A reply that consists of choices, as chat and text completions do. Each choice comes from its own upstream call.
 *
 * @param <W> writes the chunks of a stream
 */
public abstract class ChoiceReply<W extends ChunkWriter> implements Reply {

    private static final String CHOICES = "choices";
    private static final String USAGE = "usage";

    private final int choices;
    private final int choicesPerPrompt;
    private final boolean includeUsage;
    private final long epochSeconds;

    /**
     * Creates a reply.
     *
     * @param choices number of choices
     * @param choicesPerPrompt number of adjacent choices with the same prompt
     * @param includeUsage whether a stream ends with a usage chunk
     * @param epochSeconds the reference time of the upstream's reset times
     */
    protected ChoiceReply(int choices, int choicesPerPrompt, boolean includeUsage, long epochSeconds) {
        this.choices = choices;
        this.choicesPerPrompt = choicesPerPrompt;
        this.includeUsage = includeUsage;
        this.epochSeconds = epochSeconds;
    }

    /** Returns a fresh writer for one stream. */
    protected abstract W chunks();

    /** Returns the choice with this index of a stream. */
    protected abstract Choice choice(W chunks, int index);

    @Override
    public final StreamEncoder streamEncoder() {
        return streamEncoders(1).get(0);
    }

    @Override
    public final List<StreamEncoder> streamEncoders(int calls) {
        check(calls);
        W chunks = chunks();
        Optional<UsageSum> usage = includeUsage ? Optional.of(new UsageSum(calls, choicesPerPrompt)) : Optional.empty();
        return ChoiceStreams.of(chunks, index -> choice(chunks, index), calls, usage, epochSeconds);
    }

    /** Returns the first completion with the choices of all, numbered in order, and the sum of their usage. */
    @Override
    public final byte[] merge(List<byte[]> objects) {
        check(objects.size());
        if (objects.size() == 1) {
            return objects.get(0);
        }
        List<ObjectNode> read = objects.stream()
                .map(json -> (ObjectNode) Json.read(json, 0, json.length))
                .toList();
        ObjectNode merged = read.get(0);
        UsageSum usage = new UsageSum(read.size(), choicesPerPrompt);
        ArrayNode all = Json.array();
        for (int i = 0; i < read.size(); i++) {
            JsonNode counted = read.get(i).path(USAGE);
            usage.add(i, counted instanceof ObjectNode tokens ? Optional.of(tokens) : Optional.empty());
            all.add(((ObjectNode) read.get(i).path(CHOICES).path(0)).put("index", i));
        }
        merged.set(CHOICES, all);
        merged.remove(USAGE);
        usage.total().ifPresent(total -> merged.set(USAGE, total));
        return Json.write(merged);
    }

    private void check(int calls) {
        if (calls != choices) {
            throw new IllegalArgumentException("this reply comes from " + choices + " calls, not from " + calls);
        }
    }
}
