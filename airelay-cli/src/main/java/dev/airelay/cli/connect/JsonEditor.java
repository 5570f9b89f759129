package dev.airelay.cli.connect;

import dev.airelay.base.JsonTrees;
import dev.airelay.cli.connect.FileFormat.Editor;
import dev.airelay.cli.text.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Edits JSON. The parser says where each value begins, so comments, order and spaces around it stay. */
final class JsonEditor implements Editor {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS, JsonReadFeature.ALLOW_TRAILING_COMMA)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private static final JsonTrees TREES = new JsonTrees(FACTORY, true);
    private static final String UNIT = "  ";

    @Override
    public ObjectNode read(String text) {
        try {
            JsonNode root = TREES.read(filled(text));
            if (root instanceof ObjectNode object) {
                return object;
            }
        } catch (JacksonException broken) {
            throw new UneditableException(
                    "it is not valid JSON (line " + broken.getLocation().getLineNr() + "); correct it first", broken);
        }
        throw new UneditableException("it must contain a JSON object", null);
    }

    private static String filled(String text) {
        return text.isBlank() ? "{\n}\n" : text;
    }

    /**
     * An object in the text.
     *
     * @param start of its opening brace
     * @param end behind its closing brace
     */
    private record Span(int start, int end, Map<String, Member> members) {
        @Nullable
        Member last() {
            Member last = null;
            for (Member member : members.values()) {
                last = member;
            }
            return last;
        }
    }

    /**
     * A member of an object.
     *
     * @param name where its name begins
     * @param start where its value begins
     * @param end behind its value
     * @param object the value, if it is an object
     */
    private record Member(
            int name, int start, int end, @Nullable Span object) {}

    @Override
    public String set(String given, List<String> path, JsonNode value) {
        String text = filled(given);
        Span object = root(text);
        for (int i = 0; i < path.size(); i++) {
            Member member = object.members().get(path.get(i));
            if (member == null) {
                return insert(text, object, path.get(i), nested(path.subList(i + 1, path.size()), value));
            }
            if (i == path.size() - 1) {
                return text.substring(0, member.start())
                        + rendered(text, value, Lines.indent(text, member.name()))
                        + text.substring(member.end());
            }
            if (member.object() == null) {
                throw new UneditableException(
                        String.join(".", path.subList(0, i + 1)) + " must be an object; change it by hand", null);
            }
            object = member.object();
        }
        throw new IllegalArgumentException("path must have at least one name");
    }

    @Override
    public String remove(String text, List<String> path) {
        Span object = root(text);
        for (String step : path.subList(0, path.size() - 1)) {
            object = Objects.requireNonNull(object.members().get(step), "the member must exist")
                    .object();
            Objects.requireNonNull(object, "the member must be an object");
        }
        List<Member> members = new ArrayList<>(object.members().values());
        List<String> names = new ArrayList<>(object.members().keySet());
        int at = names.indexOf(path.get(path.size() - 1));
        Member member = members.get(at);
        int comma = comma(text, member.end());
        int to = comma < 0 ? member.end() : comma + 1;
        String left = wholeLines(text, member.name(), to);
        if (comma < 0 && at > 0) {
            int before = comma(text, members.get(at - 1).end());
            return Lines.cut(left, before, before + 1);
        }
        return left;
    }

    /** The text without a part, and without the lines on which nothing else stands. */
    private static String wholeLines(String text, int from, int to) {
        int start = Lines.start(text, from);
        boolean alone = text.substring(start, from).isBlank()
                && text.substring(to, Lines.end(text, to)).isBlank();
        return alone ? Lines.cut(text, start, Lines.next(text, to)) : Lines.cut(text, from, to);
    }

    private static JsonNode nested(List<String> path, JsonNode value) {
        JsonNode node = value;
        for (int i = path.size() - 1; i >= 0; i--) {
            node = JsonNodeFactory.instance.objectNode().set(path.get(i), node);
        }
        return node;
    }

    private static String insert(String text, Span object, String name, JsonNode value) {
        String key = new String(TREES.write(JsonNodeFactory.instance.stringNode(name)), StandardCharsets.UTF_8) + ": ";
        String newline = Lines.breakOf(text);
        String outer = Lines.indent(text, object.start());
        Member last = object.last();
        if (last == null) {
            String member = newline + outer + UNIT + key + rendered(text, value, outer + UNIT);
            String inside = text.substring(object.start() + 1, object.end() - 1);
            // Comments in it stay behind the new member.
            return text.substring(0, object.start() + 1)
                    + member
                    + (inside.isBlank() ? newline + outer : inside)
                    + text.substring(object.end() - 1);
        }
        int comma = comma(text, last.end());
        if (text.indexOf('\n', object.start()) >= object.end() || text.indexOf('\n', object.start()) < 0) {
            String compact = new String(TREES.write(value), StandardCharsets.UTF_8);
            return Lines.insert(text, comma < 0 ? last.end() : comma + 1, (comma < 0 ? ", " : " ") + key + compact);
        }
        String indent = Lines.indent(text, last.name());
        String member = newline + indent + key + rendered(text, value, indent) + (comma < 0 ? "" : ",");
        int behind = comma < 0 ? last.end() : comma + 1;
        String rest = text.substring(behind, Lines.end(text, behind));
        // A comment on the line of the last member belongs to that member.
        int place = rest.isBlank() || rest.strip().startsWith("//") ? Lines.end(text, behind) : behind;
        String with = Lines.insert(text, place, member);
        return comma < 0 ? Lines.insert(with, last.end(), ",") : with;
    }

    private static String rendered(String text, JsonNode value, String indent) {
        String plain = value instanceof ObjectNode object
                ? Json.text(object)
                : new String(TREES.write(value), StandardCharsets.UTF_8);
        return plain.replace("\n", Lines.breakOf(text) + indent);
    }

    /** Returns where the comma behind a value is; -1 when the object ends without one. */
    private static int comma(String text, int from) {
        int i = from;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (c == ',') {
                return i;
            } else if (c == '}' || c == ']') {
                return -1;
            } else if (text.startsWith("//", i)) {
                i = Lines.next(text, i);
            } else if (text.startsWith("/*", i)) {
                i = text.indexOf("*/", i) + 2;
            } else {
                i++;
            }
        }
        return -1;
    }

    private static Span root(String text) {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            parser.nextToken();
            return object(text, parser);
        }
    }

    /** Reads the object that begins with the current token. */
    private static Span object(String text, JsonParser parser) {
        int start = position(parser);
        Map<String, Member> members = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            int at = position(parser);
            JsonToken token = parser.nextToken();
            int begin = position(parser);
            if (token == JsonToken.START_OBJECT) {
                Span inner = object(text, parser);
                members.put(name, new Member(at, begin, inner.end(), inner));
            } else if (token == JsonToken.START_ARRAY) {
                parser.skipChildren();
                members.put(name, new Member(at, begin, position(parser) + 1, null));
            } else {
                members.put(name, new Member(at, begin, scalarEnd(text, begin), null));
            }
        }
        return new Span(start, position(parser) + 1, members);
    }

    private static int position(JsonParser parser) {
        return Math.toIntExact(parser.currentTokenLocation().getCharOffset());
    }

    private static int scalarEnd(String text, int start) {
        int i = start;
        if (text.charAt(start) == '"') {
            i++;
            while (text.charAt(i) != '"') {
                i += text.charAt(i) == '\\' ? 2 : 1;
            }
            return i + 1;
        }
        while (i < text.length() && (Character.isLetterOrDigit(text.charAt(i)) || "+-.".indexOf(text.charAt(i)) >= 0)) {
            i++;
        }
        return i;
    }
}
