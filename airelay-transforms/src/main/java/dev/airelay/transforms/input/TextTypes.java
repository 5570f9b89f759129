package dev.airelay.transforms.input;

import java.util.Set;

/** Recognizes media types that are text which a model can read unchanged. */
final class TextTypes {

    private static final Set<String> APPLICATION_TYPES = Set.of(
            "application/json",
            "application/jsonl",
            "application/x-ndjson",
            "application/xml",
            "application/yaml",
            "application/x-yaml",
            "application/csv",
            "application/toml",
            "application/sql",
            "application/javascript",
            "application/x-javascript",
            "application/typescript",
            "application/x-sh",
            "application/x-python");

    private TextTypes() {}

    static boolean matches(String mediaType) {
        return mediaType.startsWith("text/")
                || mediaType.endsWith("+json")
                || mediaType.endsWith("+xml")
                || APPLICATION_TYPES.contains(mediaType);
    }
}
