package dev.airelay.transforms.chat;

import static dev.airelay.transforms.request.Member.sent;
import static dev.airelay.transforms.request.Member.sentBack;
import static dev.airelay.transforms.request.Member.unneeded;

import dev.airelay.transforms.json.Json;
import dev.airelay.transforms.reply.Channel;
import dev.airelay.transforms.request.Disclosures;
import dev.airelay.transforms.request.Member;
import dev.airelay.transforms.request.ObjectView;
import dev.airelay.transforms.request.Reasons;
import dev.airelay.transforms.request.Shape;
import dev.airelay.transforms.request.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Turns the {@code reasoning_details} of an assistant message into reasoning items for the upstream. No entry is rejected: a
 * client sends back what it received, possibly from another provider, and the upstream does not need it. Unusable entries
 * are disclosed.
 */
final class ReplayedReasoning {

    /** The members of an entry. */
    static final Shape SHAPE = Shape.list(Shape.sentBackIf(
            entry -> true,
            Shape.ofKinds(
                    entry -> entry.textOrEmpty("type"),
                    Map.entry(ReasoningDetails.SUMMARY, entry(sent("summary"))),
                    Map.entry(
                            ReasoningDetails.TEXT,
                            entry(sent("text"), sentBack("signature", Reasons.SAID_WITH_ANSWER))),
                    Map.entry(
                            ReasoningDetails.ENCRYPTED,
                            entry(sent(
                                    "data",
                                    "Sent as encrypted_content; only the upstream that made it can read it."))))));

    /** The formats of the upstream's reasoning; some clients lose the format. */
    private static final Set<String> FORMATS = Set.of(ReasoningDetails.FORMAT, "unknown", "");

    private final Disclosures disclosures;

    ReplayedReasoning(Disclosures disclosures) {
        this.disclosures = disclosures;
    }

    @SafeVarargs
    private static Shape entry(Member<Object>... members) {
        return Shape.object(
                List.of(
                        sent("type"),
                        unneeded("id", "Identifies the entries of one reasoning item if they have no index; not sent."),
                        unneeded("index", "Identifies the entries of one reasoning item; not sent."),
                        unneeded("format", "Entries of other formats than openai-responses-v1 are ignored.")),
                members);
    }

    /**
     * Returns the reasoning items of a message, possibly none.
     *
     * @param followed whether the message has other content: the upstream refuses reasoning without any
     */
    List<ObjectNode> items(ObjectView message, boolean followed) {
        Value details = message.find(ReasoningDetails.MEMBER).orElse(null);
        if (details == null) {
            return List.of();
        }
        if (!details.isArray()) {
            disclosures.leaveOut(details.at());
            return List.of();
        }
        List<Item> items = new ArrayList<>();
        Map<String, Item> byKey = new HashMap<>();
        for (Value entry : details.items()) {
            if (!followed || !isReadable(entry)) {
                disclosures.leaveOut(entry.at());
                continue;
            }
            String key = key(entry.object());
            Item item = byKey.get(key);
            if (item == null || item.isEndedBy(entry.object())) {
                item = new Item();
                items.add(item);
                byKey.put(key, item);
            }
            item.add(entry);
        }
        List<ObjectNode> nodes = new ArrayList<>();
        for (Item item : items) {
            if (item.encrypted.isEmpty()) {
                item.entries.forEach(entry -> disclosures.leaveOut(entry.at()));
            } else {
                nodes.add(item.toNode());
            }
        }
        return nodes;
    }

    private static boolean isReadable(Value entry) {
        if (!entry.isObject()) {
            return false;
        }
        ObjectView view = entry.object();
        String content = switch (view.textOrEmpty("type")) {
            case ReasoningDetails.SUMMARY -> "summary";
            case ReasoningDetails.TEXT -> "text";
            case ReasoningDetails.ENCRYPTED -> "data";
            default -> "";
        };
        return !view.textOrEmpty(content).isEmpty() && FORMATS.contains(view.textOrEmpty("format"));
    }

    /** The index distinguishes the items of a message; not all clients, and not OpenRouter, have the id in each entry. */
    private static String key(ObjectView entry) {
        return entry.has("index") ? entry.node().path("index").toString() : entry.textOrEmpty("id");
    }

    /** The entries of one reasoning item. */
    private static final class Item {
        private final List<Value> entries = new ArrayList<>();
        private final StringBuilder summary = new StringBuilder();
        private final StringBuilder text = new StringBuilder();
        private String encrypted = "";

        /** Returns whether an entry begins another item, because this one has its encrypted form. */
        boolean isEndedBy(ObjectView entry) {
            return !encrypted.isEmpty()
                    && entry.has("data")
                    && !entry.textOrEmpty("data").equals(encrypted);
        }

        void add(Value entry) {
            entries.add(entry);
            ObjectView view = entry.object();
            summary.append(view.textOrEmpty("summary"));
            text.append(view.textOrEmpty("text"));
            if (view.has("data")) {
                encrypted = view.textOrEmpty("data");
            }
        }

        ObjectNode toNode() {
            ObjectNode item = Json.object().put("type", "reasoning");
            item.set("summary", parts(Channel.SUMMARY, summary));
            if (!text.isEmpty()) {
                item.set("content", parts(Channel.REASONING, text));
            }
            return item.put("encrypted_content", encrypted);
        }

        private static ArrayNode parts(Channel channel, CharSequence text) {
            ArrayNode parts = Json.array();
            if (!text.isEmpty()) {
                parts.addObject().put("type", channel.partType()).put("text", text.toString());
            }
            return parts;
        }
    }
}
