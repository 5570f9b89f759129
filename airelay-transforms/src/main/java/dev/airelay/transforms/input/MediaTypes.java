package dev.airelay.transforms.input;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Media types by file name, and file names by media type. */
final class MediaTypes {

    static final String PDF = "application/pdf";

    private static final Map<String, String> BY_EXTENSION = new HashMap<>();
    private static final Map<String, String> EXTENSIONS = new HashMap<>();

    static {
        put(PDF, "pdf");
        put(
                "text/plain",
                "txt",
                "text",
                "log",
                "ini",
                "cfg",
                "conf",
                "env",
                "properties",
                "diff",
                "patch",
                "srt",
                "vtt");
        // Source code that has no media type of its own, or one that systems confuse with another.
        put(
                "text/plain",
                "ts",
                "tsx",
                "py",
                "mts",
                "cts",
                "jsx",
                "java",
                "kt",
                "scala",
                "c",
                "h",
                "cc",
                "cpp",
                "hpp",
                "cs");
        put("text/plain", "go", "rs", "rb", "php", "pl", "lua", "r", "swift", "m", "vue", "sh", "bash", "ps1", "bat");
        put("text/plain", "tex", "rst", "gradle", "tf", "proto", "graphql", "dart", "ex", "exs", "clj", "hs");
        put("text/markdown", "md", "markdown");
        put("text/csv", "csv");
        put("text/tab-separated-values", "tsv", "tab");
        put("text/html", "html", "htm");
        put("text/css", "css");
        put("text/javascript", "js", "mjs", "cjs");
        put("application/json", "json", "ipynb");
        put("application/jsonl", "jsonl", "ndjson");
        put("application/xml", "xml", "xsd", "xsl");
        put("application/yaml", "yaml", "yml");
        put("application/toml", "toml");
        put("application/sql", "sql");
        put("image/svg+xml", "svg");
        put("application/rtf", "rtf");
        put("application/msword", "doc");
        put("application/vnd.ms-excel", "xls");
        put("application/vnd.ms-powerpoint", "ppt");
        put("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx");
        put("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx");
        put("application/vnd.openxmlformats-officedocument.presentationml.presentation", "pptx");
        put("application/vnd.oasis.opendocument.text", "odt");
        put("application/vnd.oasis.opendocument.spreadsheet", "ods");
        put("application/epub+zip", "epub");
        put("application/zip", "zip");
        put("image/png", "png");
        put("image/jpeg", "jpg", "jpeg");
        put("image/gif", "gif");
        put("image/webp", "webp");
    }

    private MediaTypes() {}

    private static void put(String mediaType, String... extensions) {
        EXTENSIONS.putIfAbsent(mediaType, extensions[0]);
        for (String extension : extensions) {
            BY_EXTENSION.put(extension, mediaType);
        }
    }

    /** Returns the media type of the name's extension. */
    static Optional<String> ofFileName(String name) {
        int dot = name.lastIndexOf('.');
        return dot < 0
                ? Optional.empty()
                : Optional.ofNullable(BY_EXTENSION.get(name.substring(dot + 1).toLowerCase(Locale.ROOT)));
    }

    /** Returns a name for a file of the type that came without one. */
    static String fileName(String mediaType) {
        String extension = EXTENSIONS.getOrDefault(mediaType, TextTypes.matches(mediaType) ? "txt" : "bin");
        return "file." + extension;
    }
}
