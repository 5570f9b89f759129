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
 * Collects the parameters of one request that are dropped, or that the relay implements itself. In strict mode it rejects
 * requests instead of dropping any.
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
     * Returns the same collection for objects that the relay itself has stored. They are never rejected, even in strict
     * mode, because the client could not correct them.
     */
    public Disclosures ofKept() {
        return new Disclosures(false, ignored, emulated);
    }

    /** Returns whether ignoring is rejected. */
    public boolean strict() {
        return strict;
    }

    /** Records that the relay implements a parameter itself, or approximately. */
    public void emulate(Location at) {
        emulated.add(at.toString());
    }

    /** Records that a known parameter is dropped for {@code reason}, a sentence. */
    public void ignore(Location at, String reason) {
        if (strict) {
            throw Rejections.unsupportedParameter(at, reason);
        }
        ignored.add(at.toString());
    }

    /** Records that something is dropped that a client only sends back, and that strict mode need not reject. */
    public void leaveOut(Location at) {
        ignored.add(at.toString());
    }

    /** Records that one value of an otherwise honored parameter is dropped for {@code reason}, a sentence. */
    public void ignoreValue(Location at, String reason) {
        if (strict) {
            throw Rejections.unsupportedValue(at, reason);
        }
        ignored.add(at.toString());
    }

    /**
     * Records that a parameter unknown to the dialect is dropped. Its name may be any text, so characters that are invalid
     * in a header's list become question marks.
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
     * Names in the order recorded, without repeats, and few enough for a header. Of names that differ only by list indexes,
     * such as {@code messages[0].name} and {@code messages[1].name}, only the first few are listed. The last entry counts
     * the others.
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
