package dev.airelay.transforms.request;

import dev.airelay.transforms.RequestRejected;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Collects the parameters of one request that are dropped, or that the relay honours by means of its own. In strict mode
 * it refuses to drop any.
 */
public final class Disclosures {

    private static final Pattern UNPRINTABLE = Pattern.compile("[^\\x21-\\x7E]|,");

    private final boolean strict;
    private final Set<String> ignored;
    private final Set<String> emulated;

    /**
     * Creates an empty collection.
     *
     * @param strict true to turn every ignored parameter into a rejection
     */
    public Disclosures(boolean strict) {
        this(strict, new LinkedHashSet<>(), new LinkedHashSet<>());
    }

    private Disclosures(boolean strict, Set<String> ignored, Set<String> emulated) {
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
            throw Faults.unsupportedParameter(at, reason);
        }
        ignored.add(at.toString());
    }

    /** Notes that one value of a parameter that is otherwise honoured is dropped for {@code reason}, a sentence. */
    public void ignoreValue(Location at, String reason) {
        if (strict) {
            throw Faults.unsupportedValue(at, reason);
        }
        ignored.add(at.toString());
    }

    /**
     * Notes that a parameter which the dialect does not know is dropped. Its name is any text at all, so what could not
     * stand in a header's list becomes a question mark.
     */
    public void ignoreUnknown(Location at) {
        String name = UNPRINTABLE.matcher(Faults.shown(at.toString())).replaceAll("?");
        if (strict) {
            throw RequestRejected.badRequest(name, "unknown_parameter", "Unknown parameter: '" + name + "'.");
        }
        ignored.add(name);
    }

    /** Returns the names of the dropped parameters in the order noted, without repeats. */
    public List<String> ignored() {
        return List.copyOf(ignored);
    }

    /** Returns the names of the emulated parameters in the order noted, without repeats. */
    public List<String> emulated() {
        return List.copyOf(emulated);
    }
}
