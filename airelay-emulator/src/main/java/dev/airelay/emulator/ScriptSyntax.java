package dev.airelay.emulator;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads scripts: {@code name key=value; key="quoted value"; key={"json": [1]}, next-name …}. Keys are separated by
 * spaces or semicolons, scripts by commas. In a prompt they stand in {@code [[emulate: …]]}.
 */
final class ScriptSyntax {
    private static final Pattern MARKER = Pattern.compile("\\[\\[emulate:(.*?)\\]\\](?!\\])", Pattern.DOTALL);
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_.-]+");

    private final String text;
    private int at;

    private ScriptSyntax(String text) {
        this.text = text;
    }

    /** The scripts of a text; none for a blank one. Throws {@link IllegalArgumentException} when it cannot be read. */
    static List<ScriptCall> parse(String text) {
        ScriptSyntax syntax = new ScriptSyntax(text);
        List<ScriptCall> calls = new ArrayList<>();
        syntax.skip(" \t\r\n,;");
        while (syntax.at < text.length()) {
            calls.add(syntax.call());
            syntax.skip(" \t\r\n,;");
        }
        return calls;
    }

    /** The scripts of all markers of a prompt. */
    static List<ScriptCall> inPrompt(String prompt) {
        List<ScriptCall> calls = new ArrayList<>();
        Matcher marker = MARKER.matcher(prompt);
        while (marker.find()) {
            calls.addAll(parse(marker.group(1)));
        }
        return calls;
    }

    /** The prompt without its markers. */
    static String withoutMarkers(String prompt) {
        return MARKER.matcher(prompt).replaceAll("").strip();
    }

    private ScriptCall call() {
        String name = word("a script name");
        Map<String, String> values = new LinkedHashMap<>();
        skip(" \t\r\n;");
        while (at < text.length() && text.charAt(at) != ',') {
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
        while (at < text.length() && " \t\r\n;,".indexOf(text.charAt(at)) < 0) {
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
        requireEnd("'\"'");
        return value.toString();
    }

    /** A JSON object or array: up to its matching bracket, brackets inside strings not counted. */
    private String json() {
        int start = at;
        int depth = 0;
        boolean inString = false;
        for (; at < text.length(); at++) {
            char c = text.charAt(at);
            if (inString && c == '\\') {
                at++;
            } else if (c == '"') {
                inString = !inString;
            } else if (!inString && (c == '{' || c == '[')) {
                depth++;
            } else if (!inString && (c == '}' || c == ']') && --depth == 0) {
                break;
            }
        }
        requireEnd("a closing bracket");
        return text.substring(start, at);
    }

    private void requireEnd(String what) {
        if (at >= text.length()) {
            throw new IllegalArgumentException(what + " is missing in: " + text);
        }
        at++;
    }

    private void skip(String characters) {
        while (at < text.length() && characters.indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }
}
