package dev.airelay.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Finds the name that a user most likely meant. */
public final class NearestName {
    private NearestName() {}

    /**
     * Returns the known key closest to this path: the first of the same name in another section, otherwise the one with the
     * fewest edits.
     */
    static Optional<String> key(List<String> path, Collection<String> known) {
        String leaf = "." + path.get(path.size() - 1);
        Optional<String> elsewhere =
                known.stream().filter(name -> name.endsWith(leaf)).findFirst();
        String wanted = String.join(".", path);
        return elsewhere.or(() -> of(wanted, known, Math.max(2, wanted.length() / 3)));
    }

    /** Returns the known section closest to this one, in brackets. */
    static Optional<String> section(String wanted, Collection<String> known) {
        return of(wanted, known, Math.max(2, wanted.length() / 2)).map(name -> "[" + name + "]");
    }

    /** Returns the known name that is most like {@code wanted}; empty when none is. */
    public static Optional<String> of(String wanted, Collection<String> known) {
        return of(wanted, known, Math.max(2, wanted.length() / 3));
    }

    /** The known name with the fewest edits from {@code wanted}, if that is at most {@code maxEdits}. */
    static Optional<String> of(String wanted, Collection<String> known, int maxEdits) {
        record Candidate(String name, int edits) {}
        return known.stream()
                // A difference in length is the least number of edits: much longer or shorter texts are not compared.
                .filter(name -> Math.abs(name.length() - wanted.length()) <= maxEdits)
                .map(name -> new Candidate(name, distance(wanted, name)))
                .filter(candidate -> candidate.edits <= maxEdits)
                .min(Comparator.comparingInt(Candidate::edits).thenComparing(Candidate::name))
                .map(Candidate::name);
    }

    /** Levenshtein's distance: insertions, deletions and replacements, one row of the table at a time. */
    static int distance(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[to.length()];
    }
}
