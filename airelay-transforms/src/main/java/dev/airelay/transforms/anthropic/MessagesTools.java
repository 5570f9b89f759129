package dev.airelay.transforms.anthropic;

import static dev.airelay.transforms.request.Member.ignored;
import static dev.airelay.transforms.request.Member.ignoredUnless;
import static dev.airelay.transforms.request.Member.local;
import static dev.airelay.transforms.request.Member.sent;
import static dev.airelay.transforms.request.Member.unneeded;

import dev.airelay.base.JsonTrees;
import dev.airelay.transforms.request.Disclosures;
import dev.airelay.transforms.request.Member;
import dev.airelay.transforms.request.MemberNames;
import dev.airelay.transforms.request.ObjectView;
import dev.airelay.transforms.request.Rejections;
import dev.airelay.transforms.request.Shape;
import dev.airelay.transforms.request.UpstreamBody;
import dev.airelay.transforms.request.Value;
import dev.airelay.transforms.tool.HostedTools;
import dev.airelay.transforms.tool.ToolNames;
import dev.airelay.transforms.tool.ToolSettings;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The tools of one request, and the changes that its messages make to them. A deferred tool is offered once a tool reference
 * has named it, as a client's tool search does; if nothing in the request could find it, it is offered at once.
 */
final class MessagesTools {

    private static final JsonNodeFactory NODES = JsonTrees.nodes();
    private static final String TYPE = "type";
    private static final String NAME = "name";
    private static final String DEFERRED = "defer_loading";
    private static final String CUSTOM = "custom";
    private static final String OTHER = "any other type";
    private static final String INPUT_SCHEMA = "input_schema";
    private static final String NO_PARALLEL_USE = "disable_parallel_tool_use";
    private static final String WEB_SEARCH = "web_search_";
    private static final String TOOL_SEARCH = "tool_search_tool_";
    /** The tool by which Claude Code loads deferred tools. */
    private static final String CLIENT_SEARCH = "ToolSearch";

    private static final List<String> CHOICES = List.of("auto", "any", "tool", "none");
    private static final List<String> LOCATIONS = List.of("approximate");
    private static final List<String> REFERENCES =
            List.of("tool_reference", "tool_definition", "mcp_tool_reference", "mcp_toolset_reference");

    private static final Member<Object> CALLERS =
            ignoredUnless("allowed_callers", "The model calls tools directly.", MessagesTools::directly);
    private static final Member<Object> DEFER = local(
            DEFERRED,
            "The relay offers a deferred tool once a tool reference names it, or at once if nothing could find it.",
            (none, value) -> value.flag());
    private static final Member<Object> STRICT = sent("strict", "Sent; false if absent.");
    private static final Member<Object> HOSTED_NAME =
            local(NAME, "The name that a tool choice refers to.", (none, value) -> {});
    private static final Member<Object> EXAMPLES =
            ignored("input_examples", "The ChatGPT backend does not accept examples.");

    private static final Shape CUSTOM_SHAPE = Shape.object(
            sent(TYPE),
            sent(NAME, "Sent; a name that the upstream does not accept is replaced for the call."),
            sent("description"),
            sent(INPUT_SCHEMA, "Sent as the parameters, without $schema."),
            STRICT,
            DEFER,
            CALLERS,
            EXAMPLES,
            unneeded("eager_input_streaming", "The relay streams every input as it arrives."),
            ContentBlocks.CACHE_CONTROL);

    /** The members of a tool. */
    static final Shape SHAPE = Shape.list(Shape.ofKinds(
            tool -> kind(tool.text(TYPE).orElse(CUSTOM)),
            Map.entry(CUSTOM, CUSTOM_SHAPE),
            Map.entry(
                    "web_search",
                    Shape.object(
                            sent(TYPE, "Sent as the upstream's web search."),
                            HOSTED_NAME,
                            sent("allowed_domains", "Sent as filters.allowed_domains."),
                            sent("blocked_domains", "Sent as filters.blocked_domains."),
                            Member.<Object>sent("user_location")
                                    .of(Shape.object(
                                            sent(TYPE),
                                            sent("city"),
                                            sent("country"),
                                            sent("region"),
                                            sent("timezone"))),
                            ignored("max_uses", "The model decides how often it searches."),
                            ignored("response_inclusion", "The relay always returns the results."),
                            unneeded(DEFERRED, "A web search is always offered."),
                            unneeded("strict", "A web search has no schema."),
                            CALLERS,
                            ContentBlocks.CACHE_CONTROL)),
            Map.entry(
                    "tool_search",
                    Shape.object(
                            local(TYPE, "The relay offers all deferred tools at once.", (none, value) -> {}),
                            HOSTED_NAME,
                            unneeded(DEFERRED, "The relay offers all deferred tools at once."),
                            unneeded("strict", "The relay offers all deferred tools at once."),
                            CALLERS,
                            ContentBlocks.CACHE_CONTROL)),
            Map.entry(
                    "bash, text editor or memory",
                    Shape.object(
                            sent(TYPE, "Sent as a function with the parameters that Anthropic documents."),
                            sent(NAME),
                            sent("max_characters", "Named in the description."),
                            STRICT,
                            DEFER,
                            CALLERS,
                            EXAMPLES,
                            ContentBlocks.CACHE_CONTROL)),
            Map.entry(OTHER, Shape.refused("The ChatGPT backend has no such tool."))));

    /** The members of a change of the tools in the middle of a conversation. */
    static final Shape CHANGE = Shape.ofKinds(
            change -> change.textOrEmpty(TYPE),
            Map.entry("tool_reference", Shape.object(sent(TYPE), sent(NAME))),
            Map.entry(
                    "tool_definition",
                    Shape.object(
                            sent(TYPE), Member.<Object>sent("definition").of(Shape.listedElsewhere(CUSTOM_SHAPE)))),
            Map.entry("mcp_tool_reference", Shape.refused(MessagesParameters.NO_MCP)),
            Map.entry("mcp_toolset_reference", Shape.refused(MessagesParameters.NO_MCP)));

    private final ToolSettings settings;
    private final Disclosures disclosures;
    private final Map<String, Value> offered = new LinkedHashMap<>();
    private final Set<String> referenced = new HashSet<>();
    private final Set<String> removed = new HashSet<>();
    private @Nullable Value choice;

    /**
     * Creates an empty offer.
     *
     * @param toolsAllowed false to reject every request that offers or requires a tool
     */
    MessagesTools(boolean toolsAllowed, Disclosures disclosures) {
        settings = new ToolSettings(toolsAllowed);
        this.disclosures = disclosures;
    }

    private static String kind(String type) {
        if (type.startsWith(WEB_SEARCH)) {
            return "web_search";
        } else if (type.startsWith(TOOL_SEARCH)) {
            return "tool_search";
        }
        if (type.equals(CUSTOM)) {
            return CUSTOM;
        }
        return ClientTools.find(type).isPresent() ? "bash, text editor or memory" : OTHER;
    }

    private static boolean directly(Value callers) {
        return callers.items().stream().anyMatch(caller -> caller.text().equals("direct"));
    }

    /** Returns the names of all tools, offered or called. */
    ToolNames names() {
        return settings.names();
    }

    /** Adds the tools of the request. */
    void offer(Value tools) {
        for (Value tool : tools.items()) {
            settings.checkAllowed(tools.at());
            put(tool);
        }
    }

    private void put(Value tool) {
        ObjectView view = tool.object();
        String type = view.find(TYPE).map(Value::shortText).orElse(CUSTOM);
        boolean known = type.equals(CUSTOM)
                || type.startsWith(WEB_SEARCH)
                || type.startsWith(TOOL_SEARCH)
                || ClientTools.find(type).isPresent();
        if (!known) {
            throw Rejections.unsupportedValue(
                    tool.at().member(TYPE),
                    "The ChatGPT backend has no tool '" + Rejections.shown(type)
                            + "'. Send tools with a name and an input_schema, a web search, or Anthropic's bash, text"
                            + " editor and memory tools.");
        }
        String name = view.requiredText(NAME);
        if (offered.putIfAbsent(name, tool) != null) {
            throw Rejections.invalid(
                    tool.at().member(NAME),
                    "tool names must be unique, but '" + Rejections.shown(name) + "' is given twice.");
        }
        removed.remove(name);
    }

    /** Sets the tool choice. */
    void choose(Value value) {
        choice = value;
    }

    /** Records that the conversation has loaded a deferred tool. */
    void referenced(String name) {
        referenced.add(name);
    }

    /** Adds a tool of the conversation. */
    void added(Value tool) {
        ObjectView view = tool.object();
        Value type = view.required(TYPE);
        switch (type.oneOf(REFERENCES)) {
            case "tool_reference" -> {
                String name = view.requiredText(NAME);
                removed.remove(name);
                referenced.add(name);
            }
            case "tool_definition" -> {
                Value definition = view.required("definition");
                settings.checkAllowed(definition.at());
                offered.remove(definition.object().requiredText(NAME));
                put(definition);
                referenced.add(definition.object().requiredText(NAME));
            }
            default -> throw Rejections.unsupportedValue(type.at(), MessagesParameters.NO_MCP);
        }
    }

    /** Removes a tool that the conversation removes. */
    void removed(Value tool) {
        ObjectView view = tool.object();
        Value type = view.required(TYPE);
        if (!type.oneOf(REFERENCES).equals("tool_reference")) {
            throw Rejections.unsupportedValue(type.at(), MessagesParameters.NO_MCP);
        }
        removed.add(view.requiredText(NAME));
    }

    /** Records the request's own name of its choice, see {@link MemberNames}. */
    void nameIn(Map<String, String> byUpstreamName) {
        settings.nameIn(byUpstreamName);
    }

    /** Sets tools, choice and parallelism in the body; returns the origin of each tool. */
    List<MemberNames.Origin> applyTo(UpstreamBody body) {
        List<MemberNames.Origin> origins = new ArrayList<>();
        boolean all = findsNothing();
        String demanded = choice == null ? "" : choice.object().textOrEmpty(NAME);
        offered.forEach((name, tool) -> {
            ObjectView view = tool.object();
            boolean deferred = view.find(DEFERRED).map(Value::flag).orElse(false);
            boolean shown = !deferred || all || referenced.contains(name) || demanded.equals(name);
            String type = view.text(TYPE).orElse(CUSTOM);
            if (type.startsWith(TOOL_SEARCH)) {
                disclosures.emulate(tool.at());
            } else if (shown && !removed.contains(name)) {
                settings.offer().add(upstream(view, type));
                origins.add(new MemberNames.Origin(tool.at(), MessagesTools::within));
            }
        });
        if (choice != null) {
            choose(choice.object());
        }
        settings.applyTo(body, disclosures);
        return origins;
    }

    private static String within(String inside) {
        return inside.startsWith(".parameters")
                ? "." + INPUT_SCHEMA + inside.substring(".parameters".length())
                : inside;
    }

    /** Returns whether nothing in the request could find deferred tools, so that all must be offered. */
    private boolean findsNothing() {
        return !offered.containsKey(CLIENT_SEARCH) || offered.values().stream().anyMatch(MessagesTools::isServerSearch);
    }

    private static boolean isServerSearch(Value tool) {
        return tool.object().textOrEmpty(TYPE).startsWith(TOOL_SEARCH);
    }

    private ObjectNode upstream(ObjectView tool, String type) {
        if (type.startsWith(WEB_SEARCH)) {
            return webSearch(tool);
        }
        Optional<ClientTools> known = ClientTools.find(type);
        ObjectNode function = NODES.objectNode().put(TYPE, "function").put(NAME, names().upstream(tool.required(NAME)));
        // The upstream refuses an empty one, which means the same as none.
        known.map(client -> client.description(tool))
                .or(() -> tool.text("description").filter(text -> !text.isEmpty()))
                .ifPresent(text -> function.put("description", text));
        function.set("parameters", known.map(ClientTools::parameters).orElseGet(() -> parameters(tool)));
        return function.put("strict", tool.find("strict").map(Value::flag).orElse(false));
    }

    private ObjectNode parameters(ObjectView tool) {
        ObjectNode schema = tool.required(INPUT_SCHEMA).object().node().deepCopy();
        schema.remove("$schema");
        if (!schema.has(TYPE)) {
            schema.put(TYPE, "object");
        }
        if (!schema.path("properties").isObject()) {
            schema.set("properties", NODES.objectNode());
        }
        return schema;
    }

    private static ObjectNode webSearch(ObjectView tool) {
        ObjectNode search = NODES.objectNode().put(TYPE, HostedTools.WEB_SEARCH);
        Optional<ArrayNode> allowed = domains(tool, "allowed_domains");
        Optional<ArrayNode> blocked = domains(tool, "blocked_domains");
        if (allowed.isPresent() && blocked.isPresent()) {
            throw Rejections.exclusive(
                    tool.at().member("blocked_domains"),
                    tool.at().member("allowed_domains").toString());
        }
        allowed.ifPresent(list -> search.putObject("filters").set("allowed_domains", list));
        blocked.ifPresent(list -> search.putObject("filters").set("blocked_domains", list));
        tool.object("user_location").ifPresent(location -> {
            ObjectNode sent = search.putObject("user_location")
                    .put(TYPE, location.required(TYPE).oneOf(LOCATIONS));
            for (String member : List.of("city", "country", "region", "timezone")) {
                location.find(member).ifPresent(value -> sent.put(member, value.shortText()));
            }
        });
        return search;
    }

    /** The upstream refuses an empty list, which restricts nothing. */
    private static Optional<ArrayNode> domains(ObjectView tool, String name) {
        ArrayNode list = NODES.arrayNode();
        tool.items(name).forEach(domain -> list.add(domain.shortText()));
        return list.isEmpty() ? Optional.empty() : Optional.of(list);
    }

    private void choose(ObjectView chosen) {
        String type = chosen.required(TYPE).oneOf(CHOICES);
        boolean alone = chosen.find(NO_PARALLEL_USE).map(Value::flag).orElse(false);
        if (alone) {
            settings.parallel(false);
        }
        JsonNode upstream = switch (type) {
            case "any" -> NODES.stringNode("required");
            case "tool" -> tool(chosen.required(NAME));
            default -> NODES.stringNode(type);
        };
        settings.choose(new Value(upstream, chosen.at()));
    }

    private ObjectNode tool(Value name) {
        Value tool = offered.get(name.shortText());
        boolean hosted = tool != null && tool.object().textOrEmpty(TYPE).startsWith(WEB_SEARCH);
        return hosted
                ? NODES.objectNode().put(TYPE, HostedTools.WEB_SEARCH)
                : NODES.objectNode().put(TYPE, "function").put(NAME, name.text());
    }
}
