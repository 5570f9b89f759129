package dev.airelay.base;

import java.io.OutputStream;
import java.util.Arrays;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads and writes JSON as trees, with the same results as a {@code JsonMapper} but without its bean support, which loads
 * 430 classes and takes a tenth of the start time. Safe for concurrent use.
 */
public final class JsonTrees {
    private static final JsonTrees USUAL = new JsonTrees(new JsonFactory(), false);
    private static final JsonTrees EXACT = new JsonTrees(new JsonFactory(), true);

    private final JsonFactory factory;
    private final boolean exactNumbers;

    /**
     * Creates a reader and writer.
     *
     * @param factory sets what JSON is accepted
     * @param exactNumbers whether numbers with a fraction or an exponent keep their digits; otherwise they become doubles
     */
    public JsonTrees(JsonFactory factory, boolean exactNumbers) {
        this.factory = factory;
        this.exactNumbers = exactNumbers;
    }

    /** Returns an instance that reads numbers with a fraction as doubles. */
    public static JsonTrees usual() {
        return USUAL;
    }

    /** Returns an instance that keeps the digits of all numbers. */
    public static JsonTrees exact() {
        return EXACT;
    }

    /** Returns the factory for the nodes of trees: its small objects need half the memory of Jackson's own. */
    public static JsonNodeFactory nodes() {
        return CompactNodes.INSTANCE;
    }

    /**
     * Returns the one value of a text; a missing node when there is none.
     *
     * @throws JacksonException when the text is not JSON, or more follows
     */
    public JsonNode read(byte[] utf8) {
        return read(utf8, 0, utf8.length);
    }

    /** As {@link #read(byte[])}, of a part of the array. */
    public JsonNode read(byte[] utf8, int offset, int length) {
        try (JsonParser parser = factory.createParser(ObjectReadContext.empty(), utf8, offset, length)) {
            return only(parser);
        }
    }

    /** As {@link #read(byte[])}. */
    public JsonNode read(String text) {
        try (JsonParser parser = factory.createParser(ObjectReadContext.empty(), text)) {
            return only(parser);
        }
    }

    /** Returns a parser of the text, which the caller closes. */
    public JsonParser parser(byte[] utf8) {
        return factory.createParser(ObjectReadContext.empty(), utf8);
    }

    /** As {@link #parser(byte[])}, of a part of the array. */
    public JsonParser parser(byte[] utf8, int offset, int length) {
        return factory.createParser(ObjectReadContext.empty(), utf8, offset, length);
    }

    /** Returns the tree as compact UTF-8 text. */
    public byte[] write(JsonNode node) {
        return write(node, ObjectWriteContext.empty());
    }

    /** Returns the tree as UTF-8 text with line breaks and two spaces for each level. */
    public byte[] writeIndented(JsonNode node) {
        ObjectWriteContext indented = new ObjectWriteContext.Base() {
            @Override
            public PrettyPrinter getPrettyPrinter() {
                return new DefaultPrettyPrinter();
            }
        };
        return write(node, indented);
    }

    private byte[] write(JsonNode node, ObjectWriteContext context) {
        WrittenBytes written = new WrittenBytes();
        try (JsonGenerator generator = factory.createGenerator(context, written)) {
            write(node, generator);
        }
        return written.toArray();
    }

    /** Copies a short text once: the generator has a buffer of its own, and writes it in one piece. */
    private static final class WrittenBytes extends OutputStream {
        private byte[] bytes = {};
        private int size;

        @Override
        public void write(int value) {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] piece, int offset, int length) {
            int needed = Math.addExact(size, length);
            if (needed > bytes.length) {
                // Doubled from the second piece on, so that the work grows in proportion to the text.
                long room = size == 0 ? needed : Math.max(needed, 2L * bytes.length);
                bytes = Arrays.copyOf(bytes, (int) Math.min(room, Integer.MAX_VALUE - 8));
            }
            System.arraycopy(piece, offset, bytes, size, length);
            size = needed;
        }

        byte[] toArray() {
            return size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
        }
    }

    private JsonNode only(JsonParser parser) {
        if (parser.nextToken() == null) {
            return MissingNode.getInstance();
        }
        JsonNode value = value(parser);
        if (parser.nextToken() != null) {
            throw MismatchedInputException.from(
                    parser, JsonNode.class, "Trailing token (" + parser.currentToken() + ") found after the value");
        }
        return value;
    }

    /** Returns the value that begins with the parser's current token, and leaves the parser at its last one. */
    public JsonNode value(JsonParser parser) {
        JsonNodeFactory nodes = nodes();
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser, nodes);
            case START_ARRAY -> array(parser, nodes);
            case VALUE_STRING -> nodes.stringNode(parser.getString());
            case VALUE_TRUE -> nodes.booleanNode(true);
            case VALUE_FALSE -> nodes.booleanNode(false);
            case VALUE_NULL -> nodes.nullNode();
            case VALUE_NUMBER_INT ->
                switch (parser.getNumberType()) {
                    case INT -> nodes.numberNode(parser.getIntValue());
                    case LONG -> nodes.numberNode(parser.getLongValue());
                    default -> nodes.numberNode(parser.getBigIntegerValue());
                };
            case VALUE_NUMBER_FLOAT ->
                exactNumbers ? nodes.numberNode(parser.getDecimalValue()) : nodes.numberNode(parser.getDoubleValue());
            default -> throw new IllegalStateException("a value cannot begin with " + parser.currentToken());
        };
    }

    /** Recursion is bounded by the nesting depth that the factory allows. */
    private ObjectNode object(JsonParser parser, JsonNodeFactory nodes) {
        ObjectNode object = nodes.objectNode();
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            parser.nextToken();
            object.set(name, value(parser));
        }
        return object;
    }

    private ArrayNode array(JsonParser parser, JsonNodeFactory nodes) {
        ArrayNode array = nodes.arrayNode();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            array.add(value(parser));
        }
        return array;
    }

    /** Writes the tree as the generator's next value. */
    public static void write(JsonNode node, JsonGenerator generator) {
        switch (node.getNodeType()) {
            case OBJECT -> {
                generator.writeStartObject();
                for (Map.Entry<String, JsonNode> member : node.properties()) {
                    generator.writeName(member.getKey());
                    write(member.getValue(), generator);
                }
                generator.writeEndObject();
            }
            case ARRAY -> {
                generator.writeStartArray();
                for (JsonNode element : node) {
                    write(element, generator);
                }
                generator.writeEndArray();
            }
            case STRING -> generator.writeString(node.stringValue());
            case BOOLEAN -> generator.writeBoolean(node.booleanValue());
            case NULL -> generator.writeNull();
            case NUMBER -> writeNumber(node, generator);
            default -> throw new IllegalArgumentException("a tree of JSON holds no " + node.getNodeType());
        }
    }

    private static void writeNumber(JsonNode node, JsonGenerator generator) {
        switch (node.numberType()) {
            case INT -> generator.writeNumber(node.intValue());
            case LONG -> generator.writeNumber(node.longValue());
            case BIG_INTEGER -> generator.writeNumber(node.bigIntegerValue());
            case FLOAT -> generator.writeNumber(node.floatValue());
            case DOUBLE -> generator.writeNumber(node.doubleValue());
            case BIG_DECIMAL -> generator.writeNumber(node.decimalValue());
        }
    }
}
