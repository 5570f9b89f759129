package dev.airelay.transforms.request;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A request's own names for the places in its upstream request. Immutable.
 *
 * @param byUpstreamName the request's member for an upstream member and everything in it
 * @param elements the origins of the elements of upstream arrays, by the name of the array; further elements are named by
 *     {@code byUpstreamName}
 */
public record MemberNames(Map<String, String> byUpstreamName, Map<String, List<Origin>> elements)
        implements UnaryOperator<String> {

    /** More digits than any index in a request can have. */
    private static final int MAX_DIGITS = 8;

    /**
     * The origin of an element of an upstream array.
     *
     * @param place the place in the client's request
     * @param inside maps a path inside the element, such as {@code .content[0].text}; empty if the client's element has
     *     another form
     */
    public record Origin(Location place, UnaryOperator<String> inside) {

        /** Returns the origin of an element that the client wrote in the upstream's form. */
        public static Origin same(Location place) {
            return new Origin(place, UnaryOperator.identity());
        }

        /** Returns the origin of an element that the client wrote in another form, or only refers to. */
        public static Origin within(Location place) {
            return new Origin(place, inside -> "");
        }
    }

    /** Copies the names. */
    public MemberNames {
        byUpstreamName = Map.copyOf(byUpstreamName);
        elements = Map.copyOf(elements);
    }

    /** Creates the names of a dialect, without elements. */
    public MemberNames(Map<String, String> byUpstreamName) {
        this(byUpstreamName, Map.of());
    }

    /** Records the request's place of an upstream member; a place of the same name need not be recorded. */
    public static void note(Map<String, String> byUpstreamName, String upstreamName, Location place) {
        if (place.toString().equals(upstreamName)) {
            byUpstreamName.remove(upstreamName);
        } else {
            byUpstreamName.put(upstreamName, place.toString());
        }
    }

    /** Returns the origin of the upstream's form of a tool: the tool, or the member with its nested settings. */
    public static Origin ofTool(Value tool) {
        String options = tool.node().path("type").stringValue("");
        return Origin.same(tool.node().has(options) ? tool.at().member(options) : tool.at());
    }

    /** Returns the same names with those of one request's elements. */
    public MemberNames withElements(Map<String, List<Origin>> origins) {
        return new MemberNames(byUpstreamName, origins);
    }

    /** Returns the client's name for an upstream member or for a place in it; the same name if there is no other. */
    @Override
    public String apply(String upstreamName) {
        return element(upstreamName).or(() -> member(upstreamName)).orElse(upstreamName);
    }

    private Optional<String> element(String path) {
        int start = path.indexOf('[');
        int end = path.indexOf(']');
        if (start < 0 || end < start) {
            return Optional.empty();
        }
        List<Origin> origins = elements.getOrDefault(path.substring(0, start), List.of());
        String digits = path.substring(start + 1, end);
        boolean number = !digits.isEmpty()
                && digits.length() <= MAX_DIGITS
                && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!number || Integer.parseInt(digits) >= origins.size()) {
            return Optional.empty();
        }
        Origin origin = origins.get(Integer.parseInt(digits));
        return Optional.of(origin.place() + origin.inside().apply(path.substring(end + 1)));
    }

    private Optional<String> member(String path) {
        return byUpstreamName.entrySet().stream()
                .filter(name -> within(path, name.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    private static boolean within(String path, String member) {
        return path.startsWith(member)
                && (path.length() == member.length() || ".[".indexOf(path.charAt(member.length())) >= 0);
    }
}
