package dev.airelay.server.http;

import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The path of a route. A segment <code>{name}</code> matches any single segment; <code>{name*}</code> at the end matches the
 * whole rest, including slashes.
 */
public final class PathPattern {

    private static final String REST = "*}";

    private final List<String> segments;
    private final boolean takesRest;

    PathPattern(String text) {
        this.segments = segments(text);
        this.takesRest = text.endsWith(REST);
    }

    /**
     * Returns the values of the placeholders, percent-decoded if possible; empty if the path does not match.
     *
     * @param given the path's {@link #segments}
     */
    Optional<List<String>> match(List<String> given) {
        if (takesRest ? given.size() < segments.size() : given.size() != segments.size()) {
            return Optional.empty();
        }
        List<String> variables = new ArrayList<>();
        for (int i = 0; i < segments.size(); i++) {
            String wanted = segments.get(i);
            boolean last = takesRest && i == segments.size() - 1;
            String segment = last ? String.join("/", given.subList(i, given.size())) : given.get(i);
            if (isPlaceholder(wanted)) {
                if (segment.isEmpty()) {
                    return Optional.empty();
                }
                variables.add(decoded(segment));
            } else if (!wanted.equals(segment)) {
                return Optional.empty();
            }
        }
        return Optional.of(variables);
    }

    /** Returns a pattern for people. */
    public static String display(String text) {
        return text.replace(REST, "}");
    }

    private static boolean isPlaceholder(String segment) {
        return segment.startsWith("{");
    }

    /** Returns what is between the slashes of a path; the first is what stands before the first slash. */
    static List<String> segments(String path) {
        return List.of(path.split("/", -1));
    }

    private static String decoded(String segment) {
        try {
            return QueryStringDecoder.decodeComponent(segment.replace("+", "%2B"));
        } catch (IllegalArgumentException notEncoded) {
            // A stray percent sign: the segment is not decoded, and names nothing that exists.
            return segment;
        }
    }
}
