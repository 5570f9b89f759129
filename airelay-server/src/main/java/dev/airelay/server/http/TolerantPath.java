package dev.airelay.server.http;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Corrects the path of a client whose base URL is almost right: without {@code /v1}, with it twice, or with a
 * trailing slash. Immutable.
 */
final class TolerantPath {

    private static final String VERSION = "v1";
    private static final String NO_TOOLS = "no-tools";

    private final Set<String> groups;

    private TolerantPath(Set<String> groups) {
        this.groups = Set.copyOf(groups);
    }

    /** Creates an instance that knows the groups of these paths, and OpenAI's groups that are not provided. */
    static TolerantPath of(List<String> patterns) {
        Set<String> groups = new HashSet<>(UnsupportedRoutes.reasons().keySet());
        for (String pattern : patterns) {
            List<String> segments = segments(pattern);
            int version = is(segments, 0, NO_TOOLS) ? 1 : 0;
            if (is(segments, version, VERSION) && version + 1 < segments.size()) {
                groups.add(segments.get(version + 1));
            }
        }
        return new TolerantPath(groups);
    }

    /**
     * Returns the path with one {@code /v1} if it belongs to the API, without empty segments. A path whose first segment is
     * unknown only loses empty segments. Percent-encoding is not changed.
     */
    String meant(String path) {
        if (!path.startsWith("/")) {
            return path;
        }
        List<String> rest = segments(path);
        List<String> meant = new ArrayList<>();
        int next = 0;
        if (is(rest, next, NO_TOOLS)) {
            meant.add(NO_TOOLS);
            next++;
        }
        boolean ofApi = is(rest, next, VERSION) || (next < rest.size() && groups.contains(rest.get(next)));
        while (is(rest, next, VERSION)) {
            next++;
        }
        if (ofApi) {
            meant.add(VERSION);
        }
        meant.addAll(rest.subList(next, rest.size()));
        return "/" + String.join("/", meant);
    }

    private static boolean is(List<String> segments, int index, String wanted) {
        return index < segments.size() && segments.get(index).equals(wanted);
    }

    private static List<String> segments(String path) {
        List<String> segments = new ArrayList<>(Arrays.asList(path.split("/")));
        segments.removeIf(String::isEmpty);
        return segments;
    }
}
