package dev.airelay.transforms.input;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Determines a file's type: by its bytes, then by its name, then by its declared type. Browsers and clients declare types
 * from their system's tables, in which source code is a video ({@code .ts}) and CSV a spreadsheet.
 */
final class FileType {

    private static final String BINARY = "application/octet-stream";
    private static final String TEXT = "text/plain";
    private static final List<String> UNDECLARED = List.of("", BINARY, "binary/octet-stream");

    private FileType() {}

    /**
     * Returns the media type in lower case, without parameters.
     *
     * @param name the file's name; empty when it has none
     * @param declared the declared media type; empty when none is declared
     * @param content the file's content, or the beginning of it
     * @param text whether the content is text
     */
    static String of(String name, String declared, byte[] content, boolean text) {
        Optional<String> named = MediaTypes.ofFileName(name);
        List<String> claims = Stream.concat(named.stream(), Stream.of(bare(declared)))
                .filter(type -> !UNDECLARED.contains(type))
                .toList();
        Optional<String> signed = FileSignature.type(content);
        if (signed.isEmpty() && claims.contains(MediaTypes.PDF) && FileSignature.mayBePdf(content)) {
            return MediaTypes.PDF;
        }
        return signed.or(() -> named.filter(FileType::hasSignature))
                .or(() -> claims.stream()
                        .filter(type -> text == TextTypes.matches(type))
                        .findFirst())
                .orElse(text ? TEXT : BINARY);
    }

    /** A file with this name but without the signature is damaged, or another type with a wrong name. */
    private static boolean hasSignature(String mediaType) {
        return mediaType.equals(MediaTypes.PDF) || (mediaType.startsWith("image/") && !TextTypes.matches(mediaType));
    }

    /** Returns whether the type is unspecific. */
    static boolean isUndeclared(String declared) {
        return UNDECLARED.contains(bare(declared));
    }

    /** Returns the media type in lower case, without its parameters. */
    private static String bare(String mediaType) {
        int parameters = mediaType.indexOf(';');
        return (parameters < 0 ? mediaType : mediaType.substring(0, parameters))
                .strip()
                .toLowerCase(Locale.ROOT);
    }

    /** Returns the charset that the media type declares. */
    static Optional<String> charset(String mediaType) {
        String key = "charset=";
        return Stream.of(mediaType.split(";"))
                .map(String::strip)
                .filter(parameter -> parameter.regionMatches(true, 0, key, 0, key.length()))
                .map(parameter ->
                        parameter.substring(key.length()).replace("\"", "").strip())
                .filter(name -> !name.isEmpty())
                .findFirst();
    }
}
