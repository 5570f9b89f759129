package dev.airelay.transforms.request;

import dev.airelay.transforms.failure.RequestRejected;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Collects the parameters of one request that are dropped, or that the relay honours by means of its own. In strict mode
 * it refuses to drop any.
 */
public final class Disclosures {

    private static final Pattern UNPRINTABLE = Pattern.compile("[^\\x21-\\x7E]|,");

    private final boolean strict;
    private final NameList ignored;
    private final NameList emulated;

    /**
     * Creates an empty collection.
     *
     * @param strict true to turn every ignored parameter into a rejection
     */
    public Disclosures(boolean strict) {
        this(strict, new NameList(), new NameList());
    }

    private Disclosures(boolean strict, NameList ignored, NameList emulated) {
        this.strict = strict;
        this.ignored = ignored;
        this.emulated = emulated;
    }

    /**
     * Returns the same collection for what the relay itself has kept. Nothing of it is refused in strict mode either, because
     * the client could not put it right.
     */
    public Disclosures ofKept() {
        return new Disclosures(false, ignored, emulated);
    }

    /** Returns whether ignoring is refused. */
    public boolean strict() {
        return strict;
    }

    /** Notes that the relay does what a parameter asks by means of its own, or not to the letter. */
    public void emulate(Location at) {
        emulated.add(at.toString());
    }

    /** Notes that a known parameter is dropped for {@code reason}, a sentence. */
    public void ignore(Location at, String reason) {
        if (strict) {
            throw Rejections.unsupportedParameter(at, reason);
        }
        ignored.add(at.toString());
    }

    /** Notes that something is dropped that a client only sends back, and that strict mode has no reason to refuse. */
    public void leaveOut(Location at) {
        ignored.add(at.toString());
    }

    /** Notes that one value of a parameter that is otherwise honoured is dropped for {@code reason}, a sentence. */
    public void ignoreValue(Location at, String reason) {
        if (strict) {
            throw Rejections.unsupportedValue(at, reason);
        }
        ignored.add(at.toString());
    }

    /**
     * Notes that a parameter which the dialect does not know is dropped. Its name is any text at all, so what could not
     * stand in a header's list becomes a question mark.
     */
    public void ignoreUnknown(Location at) {
        String name = UNPRINTABLE.matcher(Rejections.shown(at.toString())).replaceAll("?");
        if (strict) {
            throw RequestRejected.badRequest(name, "unknown_parameter", "Unknown parameter: '" + name + "'.");
        }
        ignored.add(name);
    }

    /** Returns the names of the dropped parameters, see {@link NameList}. */
    public List<String> ignored() {
        return ignored.toList();
    }

    /** Returns the names of the emulated parameters, see {@link NameList}. */
    public List<String> emulated() {
        return emulated.toList();
    }

    /**
     * Names in the order noted, without repeats, and few enough for a header. Of names that differ by their place in lists
     * alone, such as {@code messages[0].name} and {@code messages[1].name}, the first few stand for all. What is not
     * listed is counted by the last entry.
     */
    private static final class NameList {
        private static final int MAX_NAMES = 32;
        private static final int MAX_ALIKE = 8;

        private final Set<String> names = new LinkedHashSet<>();
        private final Map<String, Integer> alike = new HashMap<>();
        private int more;

        void add(String name) {
            if (names.contains(name)) {
                return;
            }
            String kind = withoutIndexes(name);
            if (names.size() < MAX_NAMES && alike.getOrDefault(kind, 0) < MAX_ALIKE) {
                names.add(name);
                alike.merge(kind, 1, Integer::sum);
            } else {
                more++;
            }
        }

        List<String> toList() {
            List<String> list = new ArrayList<>(names);
            if (more > 0) {
                list.add("and " + more + " more");
            }
            return List.copyOf(list);
        }

        private static String withoutIndexes(String name) {
            StringBuilder kind = new StringBuilder(name.length());
            name.chars().filter(c -> c < '0' || c > '9').forEach(c -> kind.append((char) c));
            return kind.toString();
        }
    }
}
