package dev.airelay.cli.connect;

import dev.airelay.cli.connect.Journal.Entry;
import dev.airelay.cli.connect.Journal.Value;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** The files of one client and the journal of their changes. Does file work. */
public final class Connection {
    private final Client client;
    private final Journal journal;

    /** Works on the files of a client. */
    public Connection(Client client, Journal journal) {
        this.client = client;
        this.journal = journal;
    }

    /** Whether a client's files name the relay. */
    public enum State {
        /** Every value is as it should be. */
        CONNECTED,
        /** Some values name the relay, and others are missing or different. */
        DIFFERENT,
        /** No value names the relay. */
        NOT_CONNECTED
    }

    /** A failure that concerns one file. */
    public static final class FileException extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient Path file;

        FileException(Path file, Exception cause) {
            super(cause.getMessage(), cause);
            this.file = file;
        }

        /** Returns the file that could not be read or written. */
        public Path file() {
            return file;
        }
    }

    /**
     * Compares the values that lead to the relay, its address and the name of its entry, with what they should be. The choice of a
     * model is the user's.
     */
    public static State state(Target target, List<FileSettings> files) throws FileException {
        int right = 0;
        int wrong = 0;
        int missing = 0;
        for (FileSettings settings : files) {
            JsonNode values = values(settings);
            for (Setting leaf : leaves(settings.settings())) {
                String text = leaf.value().asString("");
                if (!text.startsWith(target.origin()) && !text.equals(Clients.ID)) {
                    continue;
                }
                Optional<JsonNode> found = TreePath.find(values, leaf.path());
                if (found.isEmpty()) {
                    missing++;
                } else if (found.get().equals(leaf.value())) {
                    right++;
                } else {
                    wrong++;
                }
            }
        }
        if (wrong + missing == 0) {
            return State.CONNECTED;
        }
        return right == 0 && missing > 0 ? State.NOT_CONNECTED : State.DIFFERENT;
    }

    private static List<Setting> leaves(List<Setting> settings) {
        List<Setting> leaves = new ArrayList<>();
        for (Setting setting : settings) {
            if (setting.value().isObject()) {
                List<Setting> members = new ArrayList<>();
                setting.value().properties().forEach(member -> {
                    List<String> path = new ArrayList<>(setting.path());
                    path.add(member.getKey());
                    members.add(new Setting(path, member.getValue()));
                });
                leaves.addAll(leaves(members));
            } else {
                leaves.add(setting);
            }
        }
        return leaves;
    }

    /** Returns the values of a client's file; none if there is no file. */
    public static JsonNode values(FileSettings settings) throws FileException {
        try {
            return settings.format()
                    .editor()
                    .read(ClientFile.read(settings.file()).text());
        } catch (IOException | UneditableException failed) {
            throw new FileException(settings.file(), failed);
        }
    }

    /** Returns the changes that connect the client. */
    public List<FileChange> plan(List<FileSettings> files) throws FileException {
        List<FileChange> changes = new ArrayList<>();
        for (FileSettings settings : files) {
            try {
                ClientFile file = ClientFile.read(settings.file());
                changes.add(new FileChange(
                        file,
                        Optional.of(edited(file, settings).text()),
                        settings.format() == FileFormat.DOTENV,
                        List.of()));
            } catch (IOException | UneditableException failed) {
                throw new FileException(settings.file(), failed);
            }
        }
        return changes;
    }

    private static TextEdit edited(ClientFile file, FileSettings settings) {
        TextEdit edit = new TextEdit(settings.format(), file.text());
        settings.settings().forEach(edit::set);
        return edit;
    }

    /**
     * Makes the changes of {@link #plan}. The journal has them first, so that a crash leaves nothing that could not be taken
     * back.
     */
    public void write(List<FileSettings> files, List<FileChange> changes) throws FileException {
        if (changes.stream().allMatch(FileChange::none)) {
            return;
        }
        try {
            // Files that the client reads no longer stay noted, each in its place, which names its copy.
            List<Entry> entries = new ArrayList<>(journal.read(client.id()));
            for (int i = 0; i < changes.size(); i++) {
                note(entries, files.get(i), changes.get(i));
            }
            journal.write(client.id(), entries);
        } catch (IOException | UneditableException failed) {
            throw new FileException(journal.file(client.id()), failed);
        }
        make(changes);
    }

    private static void note(List<Entry> entries, FileSettings settings, FileChange change) {
        for (int i = 0; i < entries.size(); i++) {
            if (entries.get(i).path().equals(settings.file())) {
                entries.set(i, entry(settings, change, Optional.of(entries.get(i))));
                return;
            }
        }
        entries.add(entry(settings, change, Optional.empty()));
    }

    private static Entry entry(FileSettings settings, FileChange change, Optional<Entry> before) {
        String after = change.after().orElse("");
        List<Value> values =
                new ArrayList<>(settings.settings().stream().map(Value::of).toList());
        List<List<String>> created = edited(change.file(), settings).created();
        if (before.isEmpty()) {
            return new Entry(
                    settings.file(),
                    settings.format(),
                    change.file().content(),
                    ClientFile.hash(after),
                    true,
                    values,
                    created);
        }
        Entry first = before.get();
        first.values().stream()
                .filter(old -> values.stream().noneMatch(value -> value.path().equals(old.path())))
                .forEach(values::add);
        Set<List<String>> all = new LinkedHashSet<>(first.created());
        all.addAll(created);
        boolean exact = first.exact()
                && first.writtenHash().equals(ClientFile.hash(change.file().text()));
        return new Entry(
                settings.file(),
                settings.format(),
                first.before(),
                ClientFile.hash(after),
                exact,
                values,
                List.copyOf(all));
    }

    /** Returns the changes that take back what was written; empty when nothing was. */
    public List<FileChange> planRestore() throws FileException {
        List<FileChange> changes = new ArrayList<>();
        for (Entry entry : entries()) {
            try {
                changes.add(restored(entry));
            } catch (IOException | UneditableException failed) {
                throw new FileException(entry.path(), failed);
            }
        }
        return changes;
    }

    private List<Entry> entries() throws FileException {
        try {
            return journal.read(client.id());
        } catch (IOException | UneditableException failed) {
            throw new FileException(journal.file(client.id()), failed);
        }
    }

    private static FileChange restored(Entry entry) throws IOException {
        ClientFile file = ClientFile.read(entry.path());
        boolean secret = entry.format() == FileFormat.DOTENV;
        if (file.content().isEmpty() || file.content().equals(entry.before())) {
            // Deleted meanwhile, or never written because of a crash.
            return new FileChange(file, file.content(), secret, List.of());
        }
        if (entry.exact() && entry.writtenHash().equals(ClientFile.hash(file.text()))) {
            return new FileChange(file, entry.before(), secret, List.of());
        }
        List<String> notes = new ArrayList<>();
        TextEdit edit = new TextEdit(entry.format(), file.text());
        JsonNode before = entry.format().editor().read(entry.before().orElse(""));
        for (Value value : entry.values()) {
            Optional<JsonNode> now = TreePath.find(edit.values(), value.path());
            if (now.isPresent() && !value.is(now.get())) {
                notes.add(String.join(".", value.path()) + " was changed since and stays as it is.");
                continue;
            }
            Optional<JsonNode> old = TreePath.find(before, value.path());
            if (old.isPresent()) {
                edit.set(new Setting(value.path(), old.get()));
            } else {
                edit.remove(value.path());
            }
        }
        for (int i = entry.created().size() - 1; i >= 0; i--) {
            edit.removeIfEmpty(entry.created().get(i));
        }
        boolean delete = entry.before().isEmpty() && edit.values().isEmpty();
        return new FileChange(file, delete ? Optional.empty() : Optional.of(edit.text()), secret, notes);
    }

    /** Makes the changes of {@link #planRestore}, and forgets them. */
    public void restore(List<FileChange> changes) throws FileException {
        make(changes);
        try {
            journal.remove(client.id(), changes.size());
        } catch (IOException failed) {
            throw new FileException(journal.file(client.id()), failed);
        }
    }

    private static void make(List<FileChange> changes) throws FileException {
        for (FileChange change : changes) {
            try {
                change.make();
            } catch (IOException | UneditableException failed) {
                throw new FileException(change.file().path(), failed);
            }
        }
    }
}
