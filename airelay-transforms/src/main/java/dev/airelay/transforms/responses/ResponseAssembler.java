package dev.airelay.transforms.responses;

import dev.airelay.transforms.failure.ApiError;
import dev.airelay.transforms.json.Json;
import dev.airelay.transforms.json.JsonBuffer;
import dev.airelay.transforms.json.JsonName;
import dev.airelay.transforms.json.JsonSlice;
import dev.airelay.transforms.memory.HistoryItem;
import dev.airelay.transforms.memory.TurnState;
import dev.airelay.transforms.reply.EventMember;
import dev.airelay.transforms.reply.MergedResponse;
import dev.airelay.transforms.tool.HostedTools;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.LongNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Builds the response object for clients: all of OpenAI's members, and none that the backend has for its own clients.
 *
 * <p>A member's value is the relay's own if it provides one, otherwise the upstream's, otherwise the default that OpenAI
 * documents.
 */
final class ResponseAssembler {

    private static final String COMPLETED = "completed";
    private static final String CREATED_AT = "created_at";
    private static final String COMPLETED_AT = "completed_at";
    private static final JsonName FORMAT = new JsonName("format");

    private final ResponsesReplyOptions options;
    private final MergedResponse upstream;
    /** The relay's own values of the known members, in their order. */
    private final @Nullable JsonNode[] local;
    /** The request's values of the known members, in their order. */
    private final @Nullable JsonNode[] echo;

    /** The known members by the places of the upstream's, as far as they have been looked up; negative for others. */
    private int[] knownByPlace = {};

    private int lookedUp;
    private byte[] last = {'{', '}'};
    /** The ends of the known members in the last object. */
    private int[] lastEnds = {};
    /** The upstream's values in the last object. */
    private @Nullable JsonSlice[] lastSaid = {};

    private String lastStatus = "";
    private long lastBegun;

    ResponseAssembler(ResponsesReplyOptions options, MergedResponse upstream) {
        this.options = options;
        this.upstream = upstream;
        this.local = ResponseMember.ofKnown(options.local());
        this.echo = ResponseMember.ofKnown(options.echo());
    }

    /** Returns the object while the turn runs, without output yet. */
    byte[] running(String status) {
        return response(status, List.of(), null);
    }

    /** Returns the object of a turn that has ended. */
    byte[] ended(List<JsonSlice> output) {
        return response(upstream.status(), output, null);
    }

    /** Returns the object of a turn that failed with an error that has a code. */
    byte[] failed(ApiError error, List<JsonSlice> output) {
        return response("failed", output, error);
    }

    /** Returns the object of a turn that the client canceled. */
    byte[] cancelled(List<JsonSlice> output) {
        return response("cancelled", output, null);
    }

    /** Returns the turn to be stored, with the latest object and these items. */
    TurnState turn(List<ObjectNode> output) {
        List<HistoryItem> items = output.stream()
                .map(item -> new HistoryItem(Json.text(item, "id"), item))
                .toList();
        return new TurnState(lastStatus, lastBegun, last, items);
    }

    /** Returns the response's id for the client. */
    String id() {
        JsonNode own = options.local().get("id");
        return own == null ? text("id", "resp_" + options.fallbackId()) : own.asString("");
    }

    private byte[] response(String status, List<JsonSlice> output, @Nullable ApiError error) {
        JsonBuffer text = JsonBuffer.borrow();
        try {
            ObjectText next = new ObjectText(text, status, output, error);
            next.write();
            last = text.toArray();
            lastEnds = next.ends;
            lastSaid = next.said;
        } finally {
            text.giveBack();
        }
        lastStatus = status;
        JsonNode begun = options.local().get(CREATED_AT);
        lastBegun = begun == null ? begun() : begun.asLong(0);
        return last;
    }

    /** Returns the known member in this place of the upstream's members, or a negative number. */
    private int memberAt(int place) {
        while (lookedUp <= place) {
            if (lookedUp == knownByPlace.length) {
                knownByPlace = Arrays.copyOf(knownByPlace, upstream.count());
            }
            knownByPlace[lookedUp] = ResponseMember.index(upstream.name(lookedUp));
            lookedUp++;
        }
        return knownByPlace[place];
    }

    /** Adds the public members of an upstream object that the relay does not know. */
    static void addOthers(ObjectNode upstream, ObjectNode object) {
        upstream.properties().forEach(member -> {
            boolean known = object.has(member.getKey()) || member.getValue().isNull();
            if (!known && ResponseMember.isPublic(member.getKey())) {
                object.set(member.getKey(), member.getValue());
            }
        });
    }

    /** Returns when the turn began: the upstream's time, otherwise the relay's. */
    private long begun() {
        return number(CREATED_AT, options.createdEpochSeconds());
    }

    /** Returns when the turn completed. Two clocks may differ; nothing ends before it begins. */
    private long completed() {
        long own = options.clock().instant().getEpochSecond();
        return number(COMPLETED_AT, Math.max(begun(), own));
    }

    private long number(String name, long absent) {
        JsonSlice said = upstream.value(name);
        return said == null ? absent : said.integer(absent);
    }

    private String text(String name, String absent) {
        JsonSlice said = upstream.value(name);
        String text = said == null ? Json.text(options.echo(), name) : said.string();
        return text.isEmpty() ? absent : text;
    }

    /** Returns the upstream's value, otherwise that of the request, otherwise the default; null if there is none. */
    private @Nullable JsonNode node(ResponseMember member) {
        JsonSlice said = upstream.value(member.name());
        JsonNode asked = options.echo().get(member.name());
        return said != null ? said.toNode() : asked != null && !asked.isNull() ? asked : member.fallback();
    }

    /**
     * Writes one object as text, without a tree: it has dozens of members, among them a whole prompt and many tools, and is
     * sent several times in a stream. Members that are those of the object before are copied from it.
     */
    private final class ObjectText {

        private final JsonBuffer text;
        private final String status;
        private final List<JsonSlice> output;
        private final @Nullable ApiError error;
        /** The upstream's values of the known members that are not null, in their order. */
        private final @Nullable JsonSlice[] said = new JsonSlice[local.length];

        private final int[] ends = new int[local.length];
        private char separator = '{';

        ObjectText(JsonBuffer text, String status, List<JsonSlice> output, @Nullable ApiError error) {
            this.text = text;
            this.status = status;
            this.output = output;
            this.error = error;
        }

        void write() {
            List<Integer> others = new ArrayList<>(0);
            for (int i = 0; i < upstream.count(); i++) {
                int known = memberAt(i);
                if (known < 0) {
                    others.add(i);
                } else if (!upstream.value(i).isNull()) {
                    said[known] = upstream.value(i);
                }
            }
            for (int i = 0; i < said.length; i++) {
                if (isAsBefore(i)) {
                    repeat(i);
                } else {
                    writeKnown(i);
                }
                ends[i] = text.length();
            }
            for (int other : others) {
                String name = upstream.name(other);
                JsonSlice value = upstream.value(other);
                if (ResponseMember.isPublic(name)
                        && !value.isNull()
                        && !options.local().has(name)) {
                    name(name).raw(value);
                }
            }
            options.local().properties().forEach(own -> {
                if (ResponseMember.index(own.getKey()) < 0) {
                    name(own.getKey()).tree(own.getValue());
                }
            });
            text.raw('}');
        }

        @SuppressWarnings("ReferenceEquality") // the same object until another text comes
        private boolean isAsBefore(int index) {
            return index < lastEnds.length
                    && lastSaid[index] == said[index]
                    && !ResponseMember.ALL.get(index).role().ofState();
        }

        private void repeat(int index) {
            text.raw(last, index == 0 ? 0 : lastEnds[index - 1], lastEnds[index]);
            separator = ',';
        }

        private JsonBuffer name(String name) {
            text.raw(separator).string(name).raw(':');
            separator = ',';
            return text;
        }

        private JsonBuffer name(ResponseMember member) {
            text.raw(separator).name(member.label());
            separator = ',';
            return text;
        }

        private void writeKnown(int index) {
            ResponseMember member = ResponseMember.ALL.get(index);
            JsonNode own = local[index];
            switch (member.role()) {
                case ERROR -> name(member).tree(error == null && own != null ? own : failure());
                case TEXT, TOOLS, TOOL_CHOICE -> shaped(member, own, said[index]);
                default -> {
                    if (own == null) {
                        member(member, index);
                    } else {
                        name(member).tree(own);
                    }
                }
            }
        }

        /** Writes a member that the relay does not provide itself: one of the turn's state, or any other. */
        private void member(ResponseMember member, int index) {
            switch (member.role()) {
                case ID -> name(member).string(id());
                case OBJECT -> name(member).string("response");
                case CREATED_AT -> name(member).tree(LongNode.valueOf(begun()));
                case STATUS -> name(member).string(status);
                case COMPLETED_AT ->
                    name(member)
                            .tree(
                                    status.equals(COMPLETED)
                                            ? LongNode.valueOf(ResponseAssembler.this.completed())
                                            : NullNode.getInstance());
                case INCOMPLETE_DETAILS -> name(member).tree(incomplete(member));
                case MODEL -> name(member).string(ResponseAssembler.this.text("model", options.model()));
                case OUTPUT -> output(name(member));
                case USAGE -> usage(name(member), said[index]);
                default -> asItIs(member, said[index], echo[index]);
            }
        }

        private void output(JsonBuffer to) {
            to.raw('[');
            for (int i = 0; i < output.size(); i++) {
                if (i > 0) {
                    to.raw(',');
                }
                to.raw(output.get(i));
            }
            to.raw(']');
        }

        private void asItIs(ResponseMember member, @Nullable JsonSlice given, @Nullable JsonNode asked) {
            if (given == null && asked != null && !asked.isNull()) {
                name(member).tree(asked);
                return;
            }
            JsonSlice value = given == null ? member.fallbackText() : given;
            if (value != null) {
                name(member).raw(value);
            }
        }

        private JsonNode failure() {
            return error == null
                    ? NullNode.getInstance()
                    : Json.object().put("code", error.code()).put("message", error.message());
        }

        private JsonNode incomplete(ResponseMember member) {
            JsonNode details = status.equals("incomplete") ? node(member) : null;
            String reason = details == null ? "" : Json.text(details, "reason");
            return reason.isEmpty() ? NullNode.getInstance() : Json.object().put("reason", reason);
        }

        private static void usage(JsonBuffer to, @Nullable JsonSlice counts) {
            if (counts != null && ResponseUsage.hasForm(counts)) {
                to.raw(counts);
            } else {
                to.tree(counts == null ? NullNode.getInstance() : ResponseUsage.of(counts.toNode()));
            }
        }

        /** Writes a member whose values differ in form from those of the upstream or the request. */
        private void shaped(ResponseMember member, @Nullable JsonNode own, @Nullable JsonSlice ofUpstream) {
            JsonNode given = own == null && ofUpstream == null ? node(member) : own;
            if (own == null && ofUpstream != null) {
                given = hasItsForm(member, ofUpstream) ? null : ofUpstream.toNode();
                if (given == null || given.isMissingNode()) {
                    name(member).raw(ofUpstream);
                    return;
                }
            }
            JsonNode value = given == null ? NullNode.getInstance() : given;
            name(member)
                    .tree(
                            switch (member.role()) {
                                case TOOLS -> ToolEcho.of(value);
                                case TOOL_CHOICE -> ToolEcho.choice(value);
                                default ->
                                    RequestEcho.text(value, options.echo().path("text"));
                            });
        }

        /** Returns whether an upstream value certainly need not be changed, without a tree of it. */
        private static boolean hasItsForm(ResponseMember member, JsonSlice said) {
            return switch (member.role()) {
                case TOOLS -> said.isArray() && said.to() - said.from() == 2;
                case TOOL_CHOICE -> !said.isObject();
                default -> {
                    JsonSlice format = said.members().value(FORMAT);
                    yield format == null
                            || !format.members().word(EventMember.TYPE).equals("json_schema");
                }
            };
        }
    }

    /** The tools and the tool choice in the form of a response object. */
    private static final class ToolEcho {

        private static final String TYPE = "type";
        private static final List<String> OF_EVERY_FUNCTION = List.of("name", "description", "parameters", "strict");

        private ToolEcho() {}

        /** Returns the tools, each function with all its members, null where the client set none. */
        static ArrayNode of(JsonNode tools) {
            ArrayNode echo = Json.array();
            for (JsonNode tool : tools) {
                echo.add(Json.text(tool, TYPE).equals("function") ? function(tool) : tool);
            }
            return echo;
        }

        /** Returns the tool choice; OpenAI's form of it has only the former name of the web search. */
        static JsonNode choice(JsonNode choice) {
            if (!Json.text(choice, TYPE).equals(HostedTools.WEB_SEARCH)) {
                return choice;
            }
            return ((ObjectNode) choice.deepCopy()).put(TYPE, HostedTools.FORMER_WEB_SEARCH);
        }

        private static JsonNode function(JsonNode tool) {
            ObjectNode function = (ObjectNode) tool.deepCopy();
            for (String name : OF_EVERY_FUNCTION) {
                if (!function.has(name)) {
                    function.putNull(name);
                }
            }
            return function;
        }
    }
}
