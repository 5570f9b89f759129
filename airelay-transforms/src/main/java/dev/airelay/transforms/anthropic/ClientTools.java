package dev.airelay.transforms.anthropic;

import dev.airelay.transforms.json.Json;
import dev.airelay.transforms.request.ObjectView;
import dev.airelay.transforms.request.Value;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * Tools that clients run and whose schema only Anthropic's own models know. The upstream gets the schema that Anthropic
 * documents, so that its calls have the form that clients expect.
 *
 * @see <a href="https://platform.claude.com/docs/en/agents-and-tools/tool-use/overview">Anthropic on tools</a>
 */
enum ClientTools {
    BASH(
            "bash_",
            "Runs commands in a bash session that keeps its state. Send a command, or restart to begin a new session.",
            """
            {"type":"object","properties":{"command":{"type":"string","description":"The command to run."},
            "restart":{"type":"boolean","description":"True to start a new session."}}}"""),
    TEXT_EDITOR(
            "text_editor_",
            "Views and edits text files. view shows a file or lists a directory; create writes a file; str_replace replaces"
                    + " a text that occurs exactly once; insert puts text behind a line.",
            """
            {"type":"object","properties":{
            "command":{"type":"string","enum":["view","create","str_replace","insert"]},
            "path":{"type":"string","description":"Path of the file or directory."},
            "view_range":{"type":"array","items":{"type":"integer"},"description":"First and last line to view; -1 for the end."},
            "file_text":{"type":"string","description":"For create: the content."},
            "old_str":{"type":"string","description":"For str_replace: the text to replace."},
            "new_str":{"type":"string","description":"For str_replace: the new text."},
            "insert_line":{"type":"integer","description":"For insert: the line behind which to insert; 0 for the beginning."},
            "insert_text":{"type":"string","description":"For insert: the text."}},
            "required":["command","path"]}"""),
    MEMORY(
            "memory_",
            "Keeps notes in files below /memories that later conversations can read. View the directory before you start.",
            """
            {"type":"object","properties":{
            "command":{"type":"string","enum":["view","create","str_replace","insert","delete","rename"]},
            "path":{"type":"string","description":"Path below /memories."},
            "view_range":{"type":"array","items":{"type":"integer"}},
            "file_text":{"type":"string","description":"For create: the content."},
            "old_str":{"type":"string","description":"For str_replace: the text to replace."},
            "new_str":{"type":"string","description":"For str_replace: the new text."},
            "insert_line":{"type":"integer","description":"For insert: the line behind which to insert."},
            "insert_text":{"type":"string","description":"For insert: the text."},
            "old_path":{"type":"string","description":"For rename: the present path."},
            "new_path":{"type":"string","description":"For rename: the new path."}},
            "required":["command"]}""");

    private final String prefix;
    private final String description;
    private final String schema;

    ClientTools(String prefix, String description, String schema) {
        this.prefix = prefix;
        this.description = description;
        this.schema = schema;
    }

    /** Returns the tool of a type such as {@code bash_20250124}; empty for any other. */
    static Optional<ClientTools> find(String type) {
        return Arrays.stream(values())
                .filter(tool -> type.startsWith(tool.prefix))
                .findFirst();
    }

    /** Returns the description for the model. */
    String description(ObjectView tool) {
        Optional<Value> most = tool.find("max_characters");
        return most.isPresent()
                ? description + " A file is shown up to " + most.get().integer() + " characters."
                : description;
    }

    /** Returns a fresh copy of the tool's schema. */
    ObjectNode parameters() {
        byte[] json = schema.getBytes(StandardCharsets.UTF_8);
        return (ObjectNode) Json.read(json, 0, json.length);
    }
}
