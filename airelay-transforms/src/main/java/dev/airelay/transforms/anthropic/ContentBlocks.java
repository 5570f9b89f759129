package dev.airelay.transforms.anthropic;

import static dev.airelay.transforms.request.Member.ignored;
import static dev.airelay.transforms.request.Member.local;
import static dev.airelay.transforms.request.Member.sent;
import static dev.airelay.transforms.request.Member.sentBack;

import dev.airelay.transforms.input.FileReferences;
import dev.airelay.transforms.input.InputParts;
import dev.airelay.transforms.json.Json;
import dev.airelay.transforms.request.Checks;
import dev.airelay.transforms.request.Member;
import dev.airelay.transforms.request.ObjectView;
import dev.airelay.transforms.request.Reasons;
import dev.airelay.transforms.request.Rejections;
import dev.airelay.transforms.request.Shape;
import dev.airelay.transforms.request.Value;
import dev.airelay.transforms.spi.FileDirectory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * The content blocks that users and tools send: text, images, documents and search results, as the upstream's input parts.
 *
 * @param files the uploaded files that the request refers to
 */
record ContentBlocks(FileDirectory files) {

    static final String TYPE = "type";
    static final String TEXT = "text";
    static final String IMAGE = "image";
    static final String DOCUMENT = "document";
    static final String SEARCH_RESULT = "search_result";
    static final List<String> TYPES = List.of(TEXT, IMAGE, DOCUMENT, SEARCH_RESULT);

    private static final String DIRECTLY = "The model calls tools directly.";
    private static final String CONTENT = "content";
    private static final String SOURCE = "source";
    private static final String FILE_ID = "file_id";
    private static final String TITLE = "title";
    private static final String DATA = "data";
    private static final List<String> IMAGE_SOURCES = List.of("base64", "url", "file");
    private static final List<String> DOCUMENT_SOURCES = List.of("base64", TEXT, "url", CONTENT, "file");
    private static final List<String> PLAIN_TEXT = List.of("text/plain");
    private static final List<String> PDF = List.of("application/pdf");

    /** Every block may have it besides its own members. */
    static final Member<Object> CACHE_CONTROL = ignored("cache_control", Reasons.OWN_CACHE_RULES);

    private static final Member<Object> CITATIONS = Member.<Object>ignored(
                    "citations", "The ChatGPT backend cites the web only, not the documents of a request.")
            .of(Shape.object(sent("enabled")));

    static final Shape TEXT_SHAPE = block(sent(TEXT), sentBack("citations", Reasons.SAID_WITH_ANSWER));

    private static final Member<Object> IMAGE_TYPE = local(
            "media_type",
            "The bytes decide on the type that is sent, because some clients name a wrong one.",
            (none, value) -> {});

    private static final Shape IMAGE_SHAPE = block(
            Member.<Object>sent(SOURCE, "Sent as a data URL, as an address or as the uploaded file.")
                    .of(Shape.ofKinds(
                            source -> source.textOrEmpty(TYPE),
                            Map.entry("base64", Shape.object(sent(TYPE), IMAGE_TYPE, sent(DATA))),
                            Map.entry("url", Shape.object(sent(TYPE), sent("url"))),
                            Map.entry("file", Shape.object(sent(TYPE), sent(FILE_ID, Reasons.FILE))))),
            ignored("transformations", "The ChatGPT backend scales images by its own rules."));

    private static final Shape SEARCH_RESULT_SHAPE = block(
            sent(SOURCE, "Put before the text."),
            sent(TITLE, "Put before the text."),
            Member.<Object>sent(CONTENT).of(Shape.list(TEXT_SHAPE)),
            CITATIONS);

    private static final Shape DOCUMENT_SHAPE = block(
            Member.<Object>sent(SOURCE, "Sent as a file, or as text.")
                    .of(Shape.ofKinds(
                            source -> source.textOrEmpty(TYPE),
                            Map.entry("base64", Shape.object(sent(TYPE), sent("media_type"), sent(DATA))),
                            Map.entry(TEXT, Shape.object(sent(TYPE), sent("media_type"), sent(DATA))),
                            Map.entry("url", Shape.object(sent(TYPE), sent("url"))),
                            Map.entry(
                                    CONTENT,
                                    Shape.object(
                                            sent(TYPE),
                                            Member.<Object>sent(CONTENT)
                                                    .of(Shape.list(Shape.ofKinds(
                                                            part -> part.textOrEmpty(TYPE),
                                                            Map.entry(TEXT, TEXT_SHAPE),
                                                            Map.entry(IMAGE, IMAGE_SHAPE)))))),
                            Map.entry("file", Shape.object(sent(TYPE), sent(FILE_ID, Reasons.FILE))))),
            sent(TITLE, "Put before the text; the name of a file."),
            sent("context", "Put before the text, or before the file."),
            CITATIONS);

    /** Returns the shapes of these blocks by type, to which others can be added. */
    static Map<String, Shape> shapes() {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        shapes.put(TEXT, TEXT_SHAPE);
        shapes.put(IMAGE, IMAGE_SHAPE);
        shapes.put(DOCUMENT, DOCUMENT_SHAPE);
        shapes.put(SEARCH_RESULT, SEARCH_RESULT_SHAPE);
        return shapes;
    }

    /** Returns the shape of a block with these members, its type and its cache control. */
    @SafeVarargs
    static Shape block(Member<Object>... members) {
        return Shape.object(List.of(sent(TYPE), CACHE_CONTROL), members);
    }

    /** Returns the member for a tool's caller. */
    static Member<Object> callerMember() {
        return Member.<Object>ignoredUnless(
                        "caller",
                        DIRECTLY,
                        caller -> caller.object().required(TYPE).text().equals("direct"))
                .of(Shape.object(sent(TYPE, DIRECTLY), sentBack("tool_id", DIRECTLY)));
    }

    /** Returns the ids of the uploaded files that a list of messages refers to. */
    static List<String> fileIds(JsonNode messages) {
        List<String> ids = new ArrayList<>();
        messages.forEach(message -> collectFileIds(message.path(CONTENT), ids));
        return ids;
    }

    private static void collectFileIds(JsonNode content, List<String> ids) {
        for (JsonNode block : content) {
            String type = block.path(TYPE).stringValue("");
            boolean refers = type.equals(IMAGE) || type.equals(DOCUMENT);
            String id = block.path(SOURCE).path(FILE_ID).stringValue("");
            if (refers && !id.isEmpty()) {
                ids.add(id);
            }
            if (type.equals("tool_result")) {
                collectFileIds(block.path(CONTENT), ids);
            } else if (type.equals(DOCUMENT)) {
                collectFileIds(block.path(SOURCE).path(CONTENT), ids);
            }
        }
    }

    /** Returns content as blocks: a text is one block of it. Absent content is none. */
    static List<Value> blocks(Optional<Value> content) {
        if (content.isEmpty()) {
            return List.of();
        }
        Value value = content.get();
        if (value.isText()) {
            ObjectNode text = Json.object().put(TYPE, TEXT);
            text.set(TEXT, value.node());
            return List.of(new Value(text, value.at()));
        }
        if (!value.isArray()) {
            throw Rejections.wrongType(value.at(), "one of a string or an array of objects", value.node());
        }
        return value.items();
    }

    /** Adds the upstream's parts of one block, whose type is one of {@link #TYPES}; empty texts have none. */
    void addTo(ArrayNode parts, ObjectView block) {
        switch (block.textOrEmpty(TYPE)) {
            case IMAGE -> parts.add(image(block.required(SOURCE).object()));
            case DOCUMENT -> document(block, parts);
            case SEARCH_RESULT -> parts.add(InputParts.text(searchResult(block)));
            default -> addText(parts, block.required(TEXT).text());
        }
    }

    private static void addText(ArrayNode parts, String text) {
        if (!text.isEmpty()) {
            parts.add(InputParts.text(text));
        }
    }

    private ObjectNode image(ObjectView source) {
        return switch (source.required(TYPE).oneOf(IMAGE_SOURCES)) {
            case "base64" -> {
                Value data = source.required(DATA);
                String url = "data:" + source.requiredText("media_type") + ";base64," + data.nonEmptyText();
                yield InputParts.image(new Value(StringNode.valueOf(url), data.at()), Optional.empty());
            }
            case "url" -> InputParts.image(source.required("url"), Optional.empty());
            default -> FileReferences.part(source.required(FILE_ID), true, files);
        };
    }

    private void document(ObjectView block, ArrayNode parts) {
        ObjectView source = block.required(SOURCE).object();
        String title = block.find(TITLE).map(Value::shortText).orElse("");
        String context = block.text("context").orElse("");
        switch (source.required(TYPE).oneOf(DOCUMENT_SOURCES)) {
            case "base64" -> {
                source.required("media_type").oneOf(PDF);
                addText(parts, context);
                parts.add(InputParts.pdf(source.required(DATA), title));
            }
            case "url" -> {
                addText(parts, introduction(title, context));
                parts.add(InputParts.fileAt(source.required("url")));
            }
            case "file" -> {
                addText(parts, introduction(title, context));
                parts.add(FileReferences.part(source.required(FILE_ID), false, files));
            }
            case CONTENT -> {
                addText(parts, introduction(title, context));
                for (Value part : blocks(source.find(CONTENT))) {
                    part.object().required(TYPE).oneOf(List.of(TEXT, IMAGE));
                    addTo(parts, part.object());
                }
            }
            default -> {
                source.required("media_type").oneOf(PLAIN_TEXT);
                addText(
                        parts,
                        joined(
                                introduction(title, context),
                                source.required(DATA).text()));
            }
        }
    }

    private static String introduction(String title, String context) {
        return joined(title.isEmpty() ? "" : "Document: " + title, context);
    }

    private static String joined(String first, String second) {
        return first.isEmpty() || second.isEmpty() ? first + second : first + "\n\n" + second;
    }

    private static String searchResult(ObjectView block) {
        StringBuilder text = new StringBuilder("Search result: ")
                .append(title(block))
                .append(" (")
                .append(block.required(SOURCE).text())
                .append(')');
        for (Value part : block.required(CONTENT).items()) {
            part.object().required(TYPE).oneOf(List.of(TEXT));
            text.append("\n\n").append(part.object().required(TEXT).text());
        }
        return text.toString();
    }

    private static String title(ObjectView block) {
        Value title = block.required(TITLE);
        Checks.shortText(title);
        return title.text();
    }

    /** Returns the rejection of a block of a type that is not allowed here. */
    static RuntimeException unknownType(Value type, List<String> supported) {
        return Rejections.notOneOf(type.at(), type.text(), supported);
    }
}
