package dev.airelay.transforms.request;

import dev.airelay.transforms.spi.FileDirectory;
import dev.airelay.transforms.spi.UploadedFile;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** Some uploaded files for tests. */
final class UploadedFiles {

    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n', 0};

    private static final byte[] LATIN_1 =
            "Name;Stra\u00DFe;Ort\nM\u00FCller;Hauptstra\u00DFe 5;K\u00F6ln\n".getBytes(StandardCharsets.ISO_8859_1);

    private static final Map<String, UploadedFile> FILES = Map.ofEntries(
            file("file-text", "notes.txt", "text/plain; charset=utf-8", "H\u00e9llo\n"),
            file("file-json", "data.json", "application/json", "{}"),
            file("file-code", "main.py", "application/octet-stream", "print(1)\n"),
            file("file-pdf", "paper.pdf", "application/pdf", "%PDF-1.7"),
            file("file-zip", "a.zip", "application/zip", "PK\3\4\24\0"),
            file("file-no-pdf", "paper.pdf", "application/pdf", "hello"),
            file("file-no-png", "a.png", "image/png", "hello"),
            file("file-binary-text", "a.txt", "text/plain", "a\0b"),
            file("file-ts", "main.ts", "video/mp2t", "const x: number = 1;\n"),
            file("file-csv", "table.csv", "application/vnd.ms-excel", "a,b\n1,2\n"),
            file("file-rust", "main.rs", "application/rls-services+xml", "fn main() {}\n"),
            file("file-svg", "a.svg", "image/svg+xml", "<svg/>"),
            file("file-pdf-as-text", "notes", "text/plain", "%PDF-1.7"),
            file("file-pdf-as-png", "a.png", "image/png", "%PDF-1.7"),
            file("file-heic", "a.heic", "image/heic", "\0\0\0\30ftypheic"),
            Map.entry("file-png-as-jpeg", new UploadedFile("a.jpg", "image/jpeg", PNG)),
            Map.entry("file-latin-1", new UploadedFile("orte.csv", "text/csv", LATIN_1)),
            Map.entry(
                    "file-unknown-charset", new UploadedFile("short.txt", "text/plain", new byte[] {'G', (byte) 0xFC})),
            file("file-large", "large.txt", "text/plain", "x".repeat(1_000_001)),
            Map.entry("file-png", new UploadedFile("a.png", "image/png", PNG)),
            Map.entry("file-undeclared-png", new UploadedFile("blob", "", PNG)));

    static final FileDirectory DIRECTORY = id -> Optional.ofNullable(FILES.get(id));

    private UploadedFiles() {}

    private static Map.Entry<String, UploadedFile> file(String id, String name, String mediaType, String content) {
        return Map.entry(id, new UploadedFile(name, mediaType, content.getBytes(StandardCharsets.UTF_8)));
    }
}
