package dev.airelay.cli.connect;

import dev.airelay.cli.connect.FileFormat.Editor;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Edits files of environment variables, line by line. Values of several lines are refused when their names are edited. */
final class DotenvEditor implements Editor {
    private static final Pattern LINE =
            Pattern.compile("[ \\t]*(?:export[ \\t]+)?([A-Za-z_][A-Za-z0-9_]*)[ \\t]*=([^\\n]*)");

    @Override
    public ObjectNode read(String text) {
        ObjectNode values = JsonNodeFactory.instance.objectNode();
        text.lines().forEach(line -> {
            Matcher matcher = LINE.matcher(line);
            if (matcher.matches()) {
                values.put(matcher.group(1), matcher.group(2).strip());
            }
        });
        return values;
    }

    @Override
    public String set(String text, List<String> path, JsonNode value) {
        String line = path.get(0) + "=" + value.asString();
        int at = last(text, path.get(0));
        if (at >= 0) {
            return text.substring(0, at) + line + text.substring(Lines.end(text, at));
        }
        String newline = Lines.breakOf(text);
        return text + (Lines.open(text) ? newline : "") + line + newline;
    }

    @Override
    public String remove(String text, List<String> path) {
        String left = text;
        for (int at = last(left, path.get(0)); at >= 0; at = last(left, path.get(0))) {
            left = Lines.cut(left, at, Lines.next(left, at));
        }
        return left;
    }

    /** The last line of this name is the one that counts. */
    private static int last(String text, String name) {
        int found = -1;
        for (int at = 0; at < text.length(); at = Lines.next(text, at)) {
            Matcher matcher = LINE.matcher(text.substring(at, Lines.end(text, at)));
            if (matcher.matches() && matcher.group(1).equals(name)) {
                found = at;
            }
        }
        return found;
    }
}
