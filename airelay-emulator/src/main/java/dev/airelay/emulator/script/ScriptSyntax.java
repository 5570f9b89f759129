package dev.airelay.emulator.script;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads scripts: {@code name key=value; key="quoted value"; key={"json": [1]}, next-name …}. Keys are separated by
 * spaces or semicolons, scripts by commas. In a prompt they stand in {@code [[emulate: …]]}.
 */
public final class ScriptSyntax {
    private static final String OPEN = "[[emulate:";
    private static final String CLOSE = "]]";
    private static final String BETWEEN_SCRIPTS = " \t\r\n,;";
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_.-]+");

    private final String text;
    private final boolean inMarker;
    private int at;

    private ScriptSyntax(String text, int at, boolean inMarker) {
        this.text = text;
        this.at = at;
        this.inMarker = inMarker;
    }

    /** The scripts of a text; none for a blank one. Throws {@link IllegalArgumentException} when it cannot be read. */
    static List<ScriptCall> parse(String text) {
        return new ScriptSyntax(text, 0, false).calls();
    }

    /** The scripts of all markers of a prompt. */
    static List<ScriptCall> inPrompt(String prompt) {
        List<ScriptCall> calls = new ArrayList<>();
        splitPrompt(prompt, calls);
        return calls;
    }

    /** The prompt without its markers. */
    public static String withoutMarkers(String prompt) {
        return splitPrompt(prompt, new ArrayList<>());
    }

    /** The JSON object or array that starts at {@code start}, up to its matching bracket; empty without such a bracket. */
    public static Optional<String> jsonAt(String text, int start) {
        int end = new ScriptSyntax(text, start, false).endOfJson();
        return end < text.length() ? Optional.of(text.substring(start, end + 1)) : Optional.empty();
    }

    private static String splitPrompt(String prompt, List<ScriptCall> calls) {
        StringBuilder rest = new StringBuilder();
        int from = 0;
        for (int open = prompt.indexOf(OPEN); open >= 0; open = prompt.indexOf(OPEN, from)) {
            ScriptSyntax marker = new ScriptSyntax(prompt, open + OPEN.length(), true);
            calls.addAll(marker.calls());
            marker.requireClosed("']]'");
            rest.append(prompt, from, open);
            from = marker.at + CLOSE.length();
        }
        return rest.append(prompt, from, prompt.length()).toString().strip();
    }

    private List<ScriptCall> calls() {
        List<ScriptCall> calls = new ArrayList<>();
        skip(BETWEEN_SCRIPTS);
        while (!atEnd()) {
            calls.add(call());
            skip(BETWEEN_SCRIPTS);
        }
        return calls;
    }

    private boolean atEnd() {
        return at >= text.length() || (inMarker && text.startsWith(CLOSE, at));
    }

    private ScriptCall call() {
        String name = word("a script name");
        Map<String, String> values = new LinkedHashMap<>();
        skip(" \t\r\n;");
        while (!atEnd() && text.charAt(at) != ',') {
            String key = word("a key");
            skip(" ");
            if (at >= text.length() || text.charAt(at) != '=') {
                throw new IllegalArgumentException("'=' expected after " + name + " " + key + " in: " + text);
            }
            at++;
            values.put(key, value());
            skip(" \t\r\n;");
        }
        return new ScriptCall(name, values);
    }

    private String word(String what) {
        Matcher word = WORD.matcher(text).region(at, text.length());
        if (!word.lookingAt()) {
            throw new IllegalArgumentException(what + " expected at position " + at + " in: " + text);
        }
        at = word.end();
        return word.group();
    }

    private String value() {
        char first = at < text.length() ? text.charAt(at) : ' ';
        if (first == '"') {
            return quoted();
        }
        if (first == '{' || first == '[') {
            return json();
        }
        int start = at;
        while (!atEnd() && BETWEEN_SCRIPTS.indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return text.substring(start, at);
    }

    private String quoted() {
        StringBuilder value = new StringBuilder();
        for (at++; at < text.length() && text.charAt(at) != '"'; at++) {
            if (text.charAt(at) == '\\' && at + 1 < text.length()) {
                at++;
            }
            value.append(text.charAt(at));
        }
        requireClosed("'\"'");
        at++;
        return value.toString();
    }

    private String json() {
        int start = at;
        at = endOfJson();
        requireClosed("a closing bracket");
        at++;
        return text.substring(start, at);
    }

    /** The position of the bracket that closes the object or array here, or the text's end. Strings are passed over. */
    private int endOfJson() {
        int depth = 0;
        boolean inString = false;
        int end = at;
        for (; end < text.length(); end++) {
            char c = text.charAt(end);
            if (inString && c == '\\') {
                end++;
            } else if (c == '"') {
                inString = !inString;
            } else if (!inString && (c == '{' || c == '[')) {
                depth++;
            } else if (!inString && (c == '}' || c == ']') && --depth == 0) {
                break;
            }
        }
        return end;
    }

    private void requireClosed(String what) {
        if (at >= text.length()) {
            throw new IllegalArgumentException(what + " is missing in: " + text);
        }
    }

    private void skip(String characters) {
        while (at < text.length() && characters.indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }
}
