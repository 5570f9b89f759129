package dev.airelay.server.form;

import dev.airelay.base.LogSafeText;
import dev.airelay.server.http.Parameters;
import dev.airelay.server.http.StrictUtf8;
import dev.airelay.transforms.failure.RequestRejected;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A form that has been received completely. Its parts refer to the body, which must not be changed.
 *
 * <p>A name that ends in {@code []}, as SDKs write lists, is the name without it.
 */
public final class WholeForm {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String LIST = "[]";
    private static final int MAX_DIGITS = 18;
    private static final Pattern MEDIA_TYPE = Pattern.compile("[\\w.+-]+/[\\w.+-]+");

    private final byte[] body;
    private final List<Part> parts;

    /**
     * One field.
     *
     * @param head the headers of the part
     * @param from offset of its first byte in the body
     * @param to offset after its last byte
     */
    public record Part(PartHead head, int from, int to) {

        /** Returns the field's name, without the brackets of a list. */
        public String name() {
            String name = head.name();
            return listed() ? name.substring(0, name.length() - LIST.length()) : name;
        }

        boolean listed() {
            return head.name().endsWith(LIST) && head.name().length() > LIST.length();
        }

        /** Returns the size of the field in bytes. */
        public int length() {
            return to - from;
        }
    }

    /**
     * The JSON types of a form's text fields.
     *
     * @param integers the names of fields that are integers
     * @param flags the names of fields that are booleans
     */
    public record Types(Set<String> integers, Set<String> flags) {

        /** Copies the names. */
        public Types {
            integers = Set.copyOf(integers);
            flags = Set.copyOf(flags);
        }

        private JsonNode value(String name, String text) {
            if (flags.contains(name) && (text.equals("true") || text.equals("false"))) {
                return NODES.booleanNode(text.equals("true"));
            }
            if (integers.contains(name) && isInteger(text)) {
                return NODES.numberNode(Long.parseLong(text));
            }
            return NODES.stringNode(text);
        }

        private static boolean isInteger(String text) {
            String digits = text.startsWith("-") ? text.substring(1) : text;
            return !digits.isEmpty()
                    && digits.length() <= MAX_DIGITS
                    && digits.chars().allMatch(unit -> unit >= '0' && unit <= '9');
        }
    }

    private WholeForm(byte[] body, List<Part> parts) {
        this.body = body;
        this.parts = parts;
    }

    /** Returns whether a body of this content type is a form. */
    public static boolean isForm(Optional<String> contentType) {
        String form = "multipart/form-data";
        return contentType
                .filter(type -> type.strip().regionMatches(true, 0, form, 0, form.length()))
                .isPresent();
    }

    /**
     * Parses a body.
     *
     * @throws dev.airelay.transforms.failure.RequestRejected when it is not a form
     */
    public static WholeForm of(Optional<String> contentType, byte[] body) {
        Gathered gathered = new Gathered(new ArrayList<>());
        MultipartParser parser = MultipartParser.of(contentType, gathered);
        ByteBuf whole = Unpooled.wrappedBuffer(body);
        try {
            parser.accept(whole);
        } finally {
            whole.release();
        }
        parser.end();
        return new WholeForm(body, List.copyOf(gathered.parts));
    }

    /** Records the positions of the parts. The body is in one piece, and so is the content of each part. */
    private record Gathered(List<Part> parts) implements MultipartParser.Listener {

        @Override
        public void part(PartHead head) {
            parts.add(new Part(head, 0, 0));
        }

        @Override
        public void content(ByteBuf piece) {
            int last = parts.size() - 1;
            int from = piece.arrayOffset() + piece.readerIndex();
            parts.set(last, new Part(parts.get(last).head(), from, from + piece.readableBytes()));
            piece.release();
        }

        @Override
        public void partEnd() {
            // Everything about the part is already recorded.
        }
    }

    /** Returns the fields in the order of the form. */
    public List<Part> parts() {
        return parts;
    }

    /** Returns the fields that are files under this name. */
    public List<Part> files(String name) {
        return parts.stream()
                .filter(part -> part.name().equals(name) && isFile(part))
                .toList();
    }

    /**
     * Returns the file of a field that has no more than one part.
     *
     * @throws dev.airelay.transforms.failure.RequestRejected when there are several
     */
    public Optional<Part> file(String name) {
        List<Part> files = files(name);
        if (files.size() > 1) {
            throw twice(name);
        }
        return files.stream().findFirst();
    }

    private static RequestRejected twice(String name) {
        return Parameters.invalid(LogSafeText.of(name), "the form has more than one part of this name");
    }

    /** A part with a file name, or with a content type, is a file. */
    private static boolean isFile(Part part) {
        return part.head().filename().isPresent() || part.head().contentType().isPresent();
    }

    /** Returns the form's body, which must not be changed. */
    public byte[] body() {
        return body;
    }

    /** Returns the content of a part as a data URL, whose type is the declared one without its parameters. */
    public String dataUrl(Part part) {
        String declared = part.head()
                .contentType()
                .map(type -> type.split(";", 2)[0].strip())
                .filter(type -> MEDIA_TYPE.matcher(type).matches())
                .orElse("application/octet-stream");
        byte[] content = Arrays.copyOfRange(body, part.from(), part.to());
        return "data:" + declared + ";base64," + Base64.getEncoder().encodeToString(content);
    }

    /**
     * Returns the text fields as members of an object, those of a list as one array.
     *
     * @param files the names of fields that may be files
     * @throws dev.airelay.transforms.failure.RequestRejected when a text is not UTF-8, or a field that is not a list occurs
     *     twice, or occurs both as a text and as a file
     */
    public ObjectNode texts(Set<String> files, Types types) {
        ObjectNode object = NODES.objectNode();
        Set<String> given = new HashSet<>();
        parts.stream().filter(WholeForm::isFile).map(Part::name).forEach(given::add);
        given.retainAll(files);
        for (Part part : parts) {
            String name = part.name();
            if (files.contains(name) && isFile(part)) {
                continue;
            }
            if (given.contains(name)) {
                throw twice(name);
            }
            String text = StrictUtf8.decode(Arrays.copyOfRange(body, part.from(), part.to()))
                    .orElseThrow(() -> Parameters.invalid(LogSafeText.of(name), "the text is not valid UTF-8"));
            JsonNode value = types.value(name, text);
            if (part.listed()) {
                list(object, name).add(value);
            } else if (object.has(name)) {
                throw twice(name);
            } else {
                object.set(name, value);
            }
        }
        return object;
    }

    private static ArrayNode list(ObjectNode object, String name) {
        JsonNode known = object.path(name);
        if (known instanceof ArrayNode list) {
            return list;
        }
        if (!known.isMissingNode()) {
            throw Parameters.invalid(LogSafeText.of(name), "the form has it both as a single part and as a list");
        }
        return object.putArray(name);
    }
}
