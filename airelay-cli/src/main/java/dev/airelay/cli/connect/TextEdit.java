package dev.airelay.cli.connect;

import dev.airelay.cli.connect.FileFormat.Editor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Changes values in the text of a file. The result is read again and must contain the old values and the changes, and nothing
 * else; otherwise the edit is refused. So an editor that misunderstands a file cannot damage it.
 */
public final class TextEdit {
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final FileFormat format;
    private final String mark;
    private final List<List<String>> created = new ArrayList<>();
    private final ObjectNode expected;
    private String text;

    /**
     * Starts to edit a text.
     *
     * @param text empty for a file that does not exist yet
     * @throws UneditableException when the text is not in the format
     */
    public TextEdit(FileFormat format, String text) {
        this.format = format;
        mark = text.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK : "";
        this.text = text.substring(mark.length());
        expected = format.editor().read(this.text);
    }

    /** Puts a value in the place of a different one, or adds it. Notes which values around it are new. */
    public TextEdit set(Setting setting) {
        if (TreePath.find(expected, setting.path())
                .filter(setting.value()::equals)
                .isPresent()) {
            return this;
        }
        for (int length = 1; length < setting.path().size(); length++) {
            List<String> around = setting.path().subList(0, length);
            if (TreePath.find(expected, around).isEmpty()) {
                created.add(List.copyOf(around));
            }
        }
        TreePath.set(expected, setting.path(), setting.value());
        apply(editor -> editor.set(text, setting.path(), setting.value()), setting.path());
        return this;
    }

    /** Removes a value if it is there. */
    public TextEdit remove(List<String> path) {
        if (TreePath.find(expected, path).isPresent()) {
            TreePath.remove(expected, path);
            apply(editor -> editor.remove(text, path), path);
        }
        return this;
    }

    /** Removes an object or list if it is there and has become empty. */
    public TextEdit removeIfEmpty(List<String> path) {
        return TreePath.find(expected, path)
                        .filter(node -> node.isContainer() && node.isEmpty())
                        .isPresent()
                ? remove(path)
                : this;
    }

    /** Returns the values of the edited text. */
    public ObjectNode values() {
        return expected.deepCopy();
    }

    /** Returns the objects and lists that did not exist before, outer ones first. */
    public List<List<String>> created() {
        return List.copyOf(created);
    }

    /** Returns the edited text. */
    public String text() {
        return mark + text;
    }

    private void apply(Function<Editor, String> change, List<String> path) {
        String changed = change.apply(format.editor());
        ObjectNode found;
        try {
            found = format.editor().read(changed);
        } catch (UneditableException broken) {
            throw refused(broken);
        }
        dropImplied(found, path);
        if (!found.equals(expected)) {
            throw refused(null);
        }
        text = changed;
    }

    /** A table of TOML that only its inner tables imply goes with the last of them. */
    private void dropImplied(ObjectNode found, List<String> path) {
        for (int length = path.size() - 1; length > 0; length--) {
            List<String> around = path.subList(0, length);
            boolean empty =
                    TreePath.find(expected, around).filter(JsonNode::isEmpty).isPresent();
            if (empty && TreePath.find(found, around).isEmpty()) {
                TreePath.remove(expected, around);
            }
        }
    }

    private static UneditableException refused(@Nullable Throwable cause) {
        return new UneditableException(
                "it is written in a way that AIRelay cannot edit without risk; enter the values by hand", cause);
    }
}
