package dev.airelay.cli.connect;

import dev.airelay.base.JsonTrees;
import dev.airelay.cli.connect.FileFormat.Editor;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.tomlj.Toml;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Edits TOML statement by statement: a statement is a header of a table, or a key with its value on one or more lines. */
final class TomlEditor implements Editor {
    private static final Pattern BARE_KEY = Pattern.compile("[A-Za-z0-9_-]+");
    private static final JsonTrees TREES = JsonTrees.exact();

    @Override
    public ObjectNode read(String text) {
        TomlParseResult toml = Toml.parse(text);
        if (toml.hasErrors()) {
            TomlParseError first = toml.errors().get(0);
            throw new UneditableException(
                    "it is not valid TOML (line " + first.position().line() + "); correct it first", first);
        }
        try {
            return (ObjectNode) TREES.read(toml.toJson());
        } catch (JacksonException unknown) {
            throw new UneditableException(
                    "it has a value that AIRelay does not understand; enter the values by hand", unknown);
        }
    }

    /**
     * A statement.
     *
     * @param start where its line begins
     * @param end behind its last line, with the line break
     * @param path names of the defined value, with those of its table
     * @param value where its value begins; -1 for a header
     */
    private record Statement(int start, int end, List<String> path, int value) {
        boolean header() {
            return value < 0;
        }

        boolean below(List<String> other) {
            return path.size() >= other.size() && path.subList(0, other.size()).equals(other);
        }
    }

    @Override
    public String set(String text, List<String> path, JsonNode value) {
        if (value.isObject()) {
            String left =
                    read(text).isEmpty() || TreePath.find(read(text), path).isEmpty() ? text : remove(text, path);
            StringBuilder added = new StringBuilder(left);
            String newline = Lines.breakOf(text);
            if (Lines.open(left)) {
                added.append(newline);
            }
            if (!left.isBlank()) {
                added.append(newline);
            }
            table(added, path, value, newline);
            return added.toString();
        }
        List<Statement> statements = statements(text);
        String newline = Lines.breakOf(text);
        for (Statement statement : statements) {
            if (!statement.header() && statement.path().equals(path)) {
                return text.substring(0, statement.value())
                        + literal(value)
                        + text.substring(valueEnd(text, statement.value()));
            }
        }
        String line = key(path.get(path.size() - 1)) + " = " + literal(value) + newline;
        List<String> table = path.subList(0, path.size() - 1);
        int place = placeIn(statements, table);
        if (place >= 0) {
            boolean open = place > 0 && text.charAt(place - 1) != '\n';
            return Lines.insert(text, place, (open ? newline : "") + line);
        }
        if (table.isEmpty()) {
            return line + (text.isEmpty() ? "" : newline) + text;
        }
        return text + (Lines.open(text) ? newline : "") + (text.isBlank() ? "" : newline) + "[" + dotted(table) + "]"
                + newline + line;
    }

    /** Behind the last value of a table, or behind its header; -1 when it has none of its own. */
    private static int placeIn(List<Statement> statements, List<String> table) {
        int place = -1;
        boolean inside = table.isEmpty();
        for (Statement statement : statements) {
            if (statement.header()) {
                inside = statement.path().equals(table);
            }
            if (inside) {
                place = statement.end();
            }
        }
        return place;
    }

    @Override
    public String remove(String text, List<String> path) {
        List<Statement> statements = statements(text);
        String left = text;
        boolean within = false;
        for (int i = statements.size() - 1; i >= 0; i--) {
            Statement statement = statements.get(i);
            if (statement.below(path)) {
                int from = statement.start();
                if (statement.header()) {
                    from = withoutBlankLinesBefore(left, from);
                }
                left = Lines.cut(left, from, statement.end());
                within = true;
            }
        }
        if (!within) {
            return text;
        }
        return left.isBlank() ? "" : left;
    }

    /** An empty line before a header goes with it. */
    private static int withoutBlankLinesBefore(String text, int start) {
        int from = start;
        while (from > 0 && text.substring(Lines.start(text, from - 1), from).isBlank()) {
            from = Lines.start(text, from - 1);
        }
        return from;
    }

    private static void table(StringBuilder text, List<String> path, JsonNode table, String newline) {
        List<String> inner = new ArrayList<>();
        text.append('[').append(dotted(path)).append(']').append(newline);
        table.properties().forEach(member -> {
            if (member.getValue().isObject()) {
                inner.add(member.getKey());
            } else {
                text.append(key(member.getKey()))
                        .append(" = ")
                        .append(literal(member.getValue()))
                        .append(newline);
            }
        });
        for (String name : inner) {
            List<String> below = new ArrayList<>(path);
            below.add(name);
            text.append(newline);
            table(text, below, table.path(name), newline);
        }
    }

    private static String dotted(List<String> path) {
        return String.join(".", path.stream().map(TomlEditor::key).toList());
    }

    private static String key(String name) {
        return BARE_KEY.matcher(name).matches() ? name : quoted(name);
    }

    private static String literal(JsonNode value) {
        if (value.isString()) {
            return quoted(value.stringValue());
        }
        if (value.isArray()) {
            List<String> items = new ArrayList<>();
            value.forEach(item -> items.add(literal(item)));
            return "[" + String.join(", ", items) + "]";
        }
        if (value.isBoolean() || value.isNumber()) {
            return value.asString();
        }
        throw new IllegalArgumentException("TOML has no such value: " + value.getNodeType());
    }

    /** A basic string: JSON's escapes are among its own. */
    private static String quoted(String text) {
        return new String(TREES.write(JsonNodeFactory.instance.stringNode(text)), StandardCharsets.UTF_8);
    }

    private static List<Statement> statements(String text) {
        List<Statement> found = new ArrayList<>();
        List<String> table = List.of();
        int at = 0;
        while (at < text.length()) {
            int i = at;
            while (i < text.length() && Lines.isBlank(text.charAt(i))) {
                i++;
            }
            char c = i < text.length() ? text.charAt(i) : '\n';
            if (c == '\n' || c == '\r' || c == '#') {
                at = Lines.next(text, i);
                continue;
            }
            List<String> path = new ArrayList<>();
            if (c == '[') {
                boolean array = text.startsWith("[[", i);
                keys(text, i + (array ? 2 : 1), path);
                int end = Lines.next(text, i);
                // Items of an array of tables differ by their place.
                table = array ? List.of("[[", String.valueOf(i)) : List.copyOf(path);
                found.add(new Statement(at, end, table, -1));
                at = end;
            } else {
                int equals = keys(text, i, path);
                int value = equals + 1;
                while (value < text.length() && Lines.isBlank(text.charAt(value))) {
                    value++;
                }
                int end = Lines.next(text, valueEnd(text, value));
                List<String> full = new ArrayList<>(table);
                full.addAll(path);
                found.add(new Statement(at, end, full, value));
                at = end;
            }
        }
        return found;
    }

    /** Reads names with dots between them; returns where they end: at the equals sign or the bracket. */
    private static int keys(String text, int from, List<String> path) {
        int i = from;
        StringBuilder bare = new StringBuilder();
        boolean quoted = false;
        while (true) {
            char c = text.charAt(i);
            if (c == '"' || c == '\'') {
                int end = stringEnd(text, i);
                String raw = text.substring(i, end);
                bare.append(c == '"' ? TREES.read(raw).asString() : raw.substring(1, raw.length() - 1));
                quoted = true;
                i = end;
            } else if (c == '.' || c == '=' || c == ']') {
                path.add(quoted ? bare.toString() : bare.toString().strip());
                bare.setLength(0);
                quoted = false;
                if (c != '.') {
                    return i;
                }
                i++;
            } else {
                if (!Lines.isBlank(c)) {
                    bare.append(c);
                }
                i++;
            }
        }
    }

    /** Returns the position behind a value. */
    private static int valueEnd(String text, int from) {
        int depth = 0;
        int i = from;
        int end = from;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (c == '"' || c == '\'') {
                i = stringEnd(text, i);
                end = i;
                continue;
            } else if (c == '#') {
                if (depth == 0) {
                    return end;
                }
                i = Lines.next(text, i);
                continue;
            } else if (c == '[' || c == '{') {
                depth++;
            } else if (c == ']' || c == '}') {
                depth--;
            } else if (c == '\n' && depth == 0) {
                return end;
            }
            i++;
            if (!Character.isWhitespace(c)) {
                end = i;
            }
        }
        return end;
    }

    private static int stringEnd(String text, int start) {
        char quote = text.charAt(start);
        String triple = String.valueOf(quote).repeat(3);
        boolean lines = text.startsWith(triple, start);
        int i = start + (lines ? 3 : 1);
        while (i < text.length()) {
            if (quote == '"' && text.charAt(i) == '\\') {
                i += 2;
            } else if (lines && text.startsWith(triple, i)) {
                i += 3;
                // Up to two quotes before the end are part of the text.
                while (i < text.length() && text.charAt(i) == quote) {
                    i++;
                }
                return i;
            } else if (!lines && text.charAt(i) == quote) {
                return i + 1;
            } else {
                i++;
            }
        }
        return text.length();
    }
}
