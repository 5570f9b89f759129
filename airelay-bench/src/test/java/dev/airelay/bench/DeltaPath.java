package dev.airelay.bench;

import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The relay's own types that handle one streamed delta. A nested type counts as its top-level type.
 *
 * @param handOffs the types on the stack when the encoder is entered, from the socket read to the encoder, which is left out
 * @param types the types of which a method is entered between the socket read and the end of the flush
 */
record DeltaPath(List<String> handOffs, SortedSet<String> types) {
    private static final String HAND_OFFS = "# Hand-offs, from the socket read to the encoder: ";
    private static final String TYPES = "# Types: ";

    /** Reads what {@link #lines} returns. */
    static DeltaPath of(List<String> lines) {
        List<String> handOffs = lines.stream()
                .skip(1)
                .takeWhile(line -> !line.startsWith(TYPES))
                .toList();
        return new DeltaPath(
                handOffs,
                new TreeSet<>(lines.stream().skip(handOffs.size() + 2L).toList()));
    }

    /** Returns two headings with the types below them, each in a line. */
    List<String> lines() {
        return Stream.of(
                        Stream.of(HAND_OFFS + handOffs.size()),
                        handOffs.stream(),
                        Stream.of(TYPES + types.size()),
                        types.stream())
                .flatMap(lines -> lines)
                .toList();
    }

    /** Returns a line for each type that has been added since {@code earlier} or is missing now; empty for equal paths. */
    List<String> changesSince(DeltaPath earlier) {
        List<String> changes = Stream.of(
                        missing("+ hand-off ", handOffs, earlier.handOffs),
                        missing("- hand-off ", earlier.handOffs, handOffs),
                        missing("+ type ", types, earlier.types),
                        missing("- type ", earlier.types, types))
                .flatMap(lines -> lines)
                .toList();
        return changes.isEmpty() && !equals(earlier) ? List.of("The hand-offs are in another order.") : changes;
    }

    private static Stream<String> missing(String sign, Collection<String> all, Collection<String> others) {
        return all.stream().filter(one -> !others.contains(one)).map(one -> sign + one);
    }
}
