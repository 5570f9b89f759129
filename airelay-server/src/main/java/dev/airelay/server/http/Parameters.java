package dev.airelay.server.http;

import dev.airelay.base.LogSafeText;
import dev.airelay.transforms.failure.RequestRejected;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads the members of a JSON body; null counts as absent. Errors use OpenAI's messages. */
public final class Parameters {

    /** The texts of these bodies are never content, only names, choices and ids. */
    private static final int MAX_TEXT_CHARS = 4_096;

    private final ObjectNode object;
    private final String prefix;
    private final Set<String> read = new HashSet<>();
    private final List<Parameters> nested = new ArrayList<>();

    public Parameters(ObjectNode object) {
        this(object, "");
    }

    private Parameters(ObjectNode object, String prefix) {
        this.object = object;
        this.prefix = prefix;
    }

    /** Returns a required text. */
    public String text(String name) {
        return optionalText(name).orElseThrow(() -> missing(prefix + name));
    }

    /** Returns a text. */
    public Optional<String> optionalText(String name) {
        return member(name).map(node -> shortText(prefix + name, node));
    }

    /** Returns a required whole number within the range. */
    public long wholeNumber(String name, long min, long max) {
        JsonNode node = member(name).orElseThrow(() -> missing(prefix + name));
        if (!node.isIntegralNumber()) {
            throw wrongType(prefix + name, "an integer", node);
        }
        if (!node.canConvertToLong() || node.longValue() < min || node.longValue() > max) {
            throw invalid(
                    prefix + name,
                    "expected an integer " + QueryParameters.range(min, max) + ", but got "
                            + LogSafeText.of(node.toString()));
        }
        return node.longValue();
    }

    /** Returns an object. */
    public Optional<Parameters> object(String name) {
        return objectNode(name).map(node -> {
            Parameters member = new Parameters(node, prefix + name + ".");
            nested.add(member);
            return member;
        });
    }

    /** Returns an object unchanged. */
    Optional<ObjectNode> objectNode(String name) {
        return member(name).map(node -> {
            if (node instanceof ObjectNode member) {
                return member;
            }
            throw wrongType(prefix + name, "an object", node);
        });
    }

    /** Returns the objects of a list. */
    Optional<List<ObjectNode>> objects(String name) {
        return member(name).map(node -> {
            List<ObjectNode> found = new ArrayList<>();
            for (JsonNode element : list(name, node)) {
                if (!(element instanceof ObjectNode member)) {
                    throw wrongType(prefix + name + "[" + found.size() + "]", "an object", element);
                }
                found.add(member);
            }
            return found;
        });
    }

    /** Returns the texts of a required list. */
    public List<String> texts(String name) {
        JsonNode node = member(name).orElseThrow(() -> missing(prefix + name));
        List<String> found = new ArrayList<>();
        for (JsonNode element : list(name, node)) {
            found.add(shortText(prefix + name + "[" + found.size() + "]", element));
        }
        return found;
    }

    private static String shortText(String path, JsonNode node) {
        String text = node.stringValueOpt().orElseThrow(() -> wrongType(path, "a string", node));
        if (text.length() > MAX_TEXT_CHARS) {
            throw RequestRejected.badRequest(
                    path,
                    "string_above_max_length",
                    "Invalid '" + path + "': string too long. Expected a string with maximum length " + MAX_TEXT_CHARS
                            + ", but got a string with length " + text.length() + " instead.");
        }
        return text;
    }

    private ArrayNode list(String name, JsonNode node) {
        if (node instanceof ArrayNode list) {
            return list;
        }
        throw wrongType(prefix + name, "an array", node);
    }

    /** Returns the paths of the members that were not read and are not null, also in objects. */
    public List<String> unread() {
        List<String> names = new ArrayList<>();
        object.properties().forEach(member -> {
            JsonNode value = member.getValue();
            boolean saysNothing = value.isNull() || (value.isContainer() && value.isEmpty());
            if (!saysNothing && !read.contains(member.getKey())) {
                names.add(prefix + member.getKey());
            }
        });
        nested.forEach(member -> names.addAll(member.unread()));
        return names;
    }

    private Optional<JsonNode> member(String name) {
        read.add(name);
        JsonNode node = object.path(name);
        return node.isMissingNode() || node.isNull() ? Optional.empty() : Optional.of(node);
    }

    public static RequestRejected missing(String name) {
        return RequestRejected.badRequest(
                name, "missing_required_parameter", "Missing required parameter: '" + name + "'.");
    }

    public static RequestRejected invalid(String name, String what) {
        return RequestRejected.badRequest(name, "invalid_value", "Invalid value for '" + name + "': " + what + ".");
    }

    private static RequestRejected wrongType(String name, String expected, JsonNode got) {
        return RequestRejected.badRequest(
                name,
                "invalid_type",
                "Invalid type for '" + name + "': expected " + expected + ", but got "
                        + got.getNodeType().name().toLowerCase(Locale.ROOT) + " instead.");
    }
}
