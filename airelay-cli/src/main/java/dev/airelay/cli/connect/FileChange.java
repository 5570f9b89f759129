package dev.airelay.cli.connect;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * A change to a client's file that has not been made yet.
 *
 * @param file as it is
 * @param after its new text; empty if it is to be deleted
 * @param secret whether the values of changed lines must not be shown
 * @param notes remarks for a person about the change, one line each
 */
public record FileChange(ClientFile file, Optional<String> after, boolean secret, List<String> notes) {
    public FileChange {
        notes = List.copyOf(notes);
    }

    /** Returns the lines that differ, without secret values. */
    public List<LineDiff.Line> lines() {
        return LineDiff.between(file.text(), after.orElse("")).stream()
                .map(line -> secret ? new LineDiff.Line(line.added(), withoutValue(line.text())) : line)
                .toList();
    }

    private static String withoutValue(String line) {
        int equals = line.indexOf('=');
        return equals < 0 ? line : line.substring(0, equals + 1) + "<hidden>";
    }

    /** Returns whether the file is already as it should be. */
    public boolean none() {
        return after.equals(file.content());
    }

    /**
     * Makes the change.
     *
     * @throws UneditableException when the file may not be written
     */
    public void make() throws IOException {
        if (none()) {
            return;
        }
        if (after.isPresent()) {
            file.write(after.get());
        } else {
            file.delete();
        }
    }
}
