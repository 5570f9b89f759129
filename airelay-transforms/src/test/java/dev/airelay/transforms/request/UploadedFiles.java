package dev.airelay.transforms.request;

import dev.airelay.transforms.FileDirectory;
import dev.airelay.transforms.UploadedFile;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** Some uploaded files for tests. */
final class UploadedFiles {

    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n', 0};

    private static final Map<String, UploadedFile> FILES = Map.ofEntries(
            file("file-text", "notes.txt", "text/plain; charset=utf-8", "H\u00e9llo\n"),
            file("file-json", "data.json", "application/json", "{}"),
            file("file-code", "main.py", "application/octet-stream", "print(1)\n"),
            file("file-pdf", "paper.pdf", "application/pdf", "%PDF-1.7"),
            file("file-zip", "a.zip", "application/zip", "PK"),
            file("file-no-pdf", "paper.pdf", "application/pdf", "hello"),
            file("file-no-png", "a.png", "image/png", "hello"),
            file("file-binary-text", "a.txt", "text/plain", "a\0b"),
            file("file-large", "large.txt", "text/plain", "x".repeat(1_000_001)),
            Map.entry("file-png", new UploadedFile("a.png", "image/png", PNG)),
            Map.entry("file-undeclared-png", new UploadedFile("blob", "", PNG)));

    static final FileDirectory DIRECTORY = id -> Optional.ofNullable(FILES.get(id));

    private UploadedFiles() {}

    private static Map.Entry<String, UploadedFile> file(String id, String name, String mediaType, String content) {
        return Map.entry(id, new UploadedFile(name, mediaType, content.getBytes(StandardCharsets.UTF_8)));
    }
}
