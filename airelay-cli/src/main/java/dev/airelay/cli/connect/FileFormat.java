package dev.airelay.cli.connect;

import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The formats of clients' files. */
public enum FileFormat {
    /** JSON, with comments and trailing commas. */
    JSON,
    /** TOML 1.0. */
    TOML,
    /** YAML 1.2, one document. */
    YAML,
    /** Lines of the form {@code NAME=value}. */
    DOTENV;

    Editor editor() {
        return switch (this) {
            case JSON -> new JsonEditor();
            case TOML -> new TomlEditor();
            case YAML -> new YamlEditor();
            case DOTENV -> new DotenvEditor();
        };
    }

    /**
     * Edits the text of a file and leaves all of it that does not belong to the edited value unchanged. An editor may give up,
     * or produce a wrong text for one that it does not understand: {@link TextEdit} reads every result again.
     */
    interface Editor {
        /**
         * Reads a file.
         *
         * @throws UneditableException when the text is not in this format, or is not a set of named values
         */
        ObjectNode read(String text);

        /** Returns the text with this value at the path, which has at least one name. */
        String set(String text, List<String> path, JsonNode value);

        /** Returns the text without the value at the path, which exists. */
        String remove(String text, List<String> path);
    }
}
