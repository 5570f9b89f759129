package dev.airelay.cli.connect;

import dev.airelay.base.JsonTrees;
import dev.airelay.cli.connect.FileFormat.Editor;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.CollectionNode;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Edits YAML in block style: whole entries of mappings and whole items of lists, found by the parser's marks. */
final class YamlEditor implements Editor {
    private static final LoadSettings SETTINGS = LoadSettings.builder().build();
    private static final Pattern PLAIN_KEY = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]*");
    private static final String UNIT = "  ";

    @Override
    public ObjectNode read(String text) {
        Object loaded;
        try {
            loaded = new Load(SETTINGS).loadFromString(text);
        } catch (MarkedYamlEngineException broken) {
            String line = broken.getProblemMark()
                    .map(mark -> " (line " + (mark.getLine() + 1) + ")")
                    .orElse("");
            throw new UneditableException("it is not valid YAML" + line + "; correct it first", broken);
        } catch (YamlEngineException broken) {
            throw new UneditableException("it is not valid YAML; correct it first", broken);
        }
        if (loaded == null) {
            return JsonNodeFactory.instance.objectNode();
        }
        if (tree(loaded) instanceof ObjectNode object) {
            return object;
        }
        throw new UneditableException("it must contain names with values", null);
    }

    private static JsonNode tree(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            map.forEach((key, item) -> object.set(String.valueOf(key), tree(item)));
            return object;
        }
        if (value instanceof Iterable<?> items) {
            ArrayNode list = JsonNodeFactory.instance.arrayNode();
            items.forEach(item -> list.add(tree(item)));
            return list;
        }
        if (value instanceof Boolean flag) {
            return JsonNodeFactory.instance.booleanNode(flag);
        }
        if (value == null) {
            return JsonNodeFactory.instance.nullNode();
        }
        if (value instanceof Integer number) {
            return JsonNodeFactory.instance.numberNode(number);
        }
        return JsonNodeFactory.instance.stringNode(value.toString());
    }

    @Override
    public String set(String text, List<String> path, JsonNode value) {
        String newline = Lines.breakOf(text);
        Optional<Node> root = compose(text);
        if (root.isEmpty()) {
            return text + (Lines.open(text) ? newline : "") + entry(path, value, "", newline);
        }
        Node node = root.get();
        int position = 0;
        for (int i = 0; i < path.size(); i++) {
            List<String> rest = path.subList(i, path.size());
            requireBlock(node, path.subList(0, i));
            Optional<Place> place = place(text, node, path.get(i));
            String indent = " ".repeat(column(text, node));
            if (place.isEmpty()) {
                int end = contentEnd(text, node);
                String open = end > 0 && text.charAt(end - 1) != '\n' ? newline : "";
                return Lines.insert(text, end, open + entry(rest, value, indent, newline));
            }
            Place found = place.get();
            if (i == path.size() - 1 || found.empty()) {
                String replaced = found.scalar() && i == path.size() - 1 && !value.isContainer()
                        ? text.substring(0, found.value()) + scalar(value) + text.substring(found.valueEnd())
                        : text.substring(0, found.start())
                                + entry(rest, value, indent, newline)
                                + text.substring(found.end());
                return replaced;
            }
            node = found.node();
            position = found.start();
        }
        throw new IllegalStateException("no value at position " + position);
    }

    @Override
    public String remove(String text, List<String> path) {
        Node node = compose(text).orElseThrow();
        for (int i = 0; i < path.size(); i++) {
            requireBlock(node, path.subList(0, i));
            Place found = place(text, node, path.get(i)).orElseThrow();
            if (i == path.size() - 1) {
                boolean only = node instanceof CollectionNode<?> collection
                        && collection.getValue().size() == 1;
                if (only && i > 0) {
                    // An entry whose last part goes would have no value at all.
                    String empty = node instanceof SequenceNode ? " []" : " {}";
                    int before = text.lastIndexOf(':', found.start());
                    return text.substring(0, before + 1) + empty + Lines.breakOf(text) + text.substring(found.end());
                }
                return Lines.cut(text, found.start(), found.end());
            }
            node = found.node();
        }
        throw new IllegalArgumentException("path must have at least one name");
    }

    /**
     * An entry of a mapping or an item of a list.
     *
     * @param start where its first line begins
     * @param end behind its last line
     * @param value where its value begins
     * @param valueEnd behind its value, if that is on one line
     */
    private record Place(int start, int end, int value, int valueEnd, Node node) {
        boolean scalar() {
            return node instanceof ScalarNode;
        }

        boolean empty() {
            return (node instanceof ScalarNode none && none.getValue().isEmpty())
                    || (node instanceof CollectionNode<?> collection
                            && collection.getValue().isEmpty());
        }
    }

    private static Optional<Place> place(String text, Node parent, String step) {
        if (parent instanceof MappingNode mapping && !TreePath.isItem(step)) {
            for (NodeTuple tuple : mapping.getValue()) {
                if (tuple.getKeyNode() instanceof ScalarNode key
                        && key.getValue().equals(step)) {
                    return Optional.of(place(text, tuple.getKeyNode(), tuple.getValueNode()));
                }
            }
        } else if (parent instanceof SequenceNode sequence && TreePath.isItem(step)) {
            for (Node item : sequence.getValue()) {
                if (item instanceof MappingNode mapping
                        && mapping.getValue().stream().anyMatch(tuple -> names(tuple, step))) {
                    return Optional.of(place(text, item, item));
                }
            }
        }
        return Optional.empty();
    }

    private static boolean names(NodeTuple tuple, String step) {
        return tuple.getKeyNode() instanceof ScalarNode key
                && tuple.getValueNode() instanceof ScalarNode value
                && step.equals(key.getValue() + "=" + value.getValue());
    }

    private static Place place(String text, Node first, Node value) {
        int start = Lines.start(text, begin(text, first));
        return new Place(start, contentEnd(text, value), begin(text, value), end(text, value), value);
    }

    private static void requireBlock(Node node, List<String> path) {
        if (!(node instanceof CollectionNode<?> collection) || collection.getFlowStyle() == FlowStyle.FLOW) {
            String what = path.isEmpty() ? "it" : String.join(".", path);
            throw new UneditableException(
                    what + " is not written as a block with one entry per line; enter the values by hand", null);
        }
    }

    /** The column of a mapping's names, or of a list's dashes. */
    private static int column(String text, Node node) {
        if (node instanceof SequenceNode sequence && !sequence.getValue().isEmpty()) {
            return Lines.indent(text, begin(text, sequence.getValue().get(0))).length();
        }
        int begin = begin(text, node);
        return begin - Lines.start(text, begin);
    }

    private static int begin(String text, Node node) {
        return index(text, node.getStartMark());
    }

    private static int end(String text, Node node) {
        return index(text, node.getEndMark());
    }

    private static int index(String text, Optional<Mark> mark) {
        return text.offsetByCodePoints(0, mark.orElseThrow().getIndex());
    }

    /** Behind the last line on which the node has a value: the mark of a block stands before what follows it. */
    private static int contentEnd(String text, Node node) {
        int end = lastValue(text, node);
        if (end > 0 && text.charAt(end - 1) == '\n') {
            return end;
        }
        return Lines.next(text, end);
    }

    private static int lastValue(String text, Node node) {
        if (node instanceof MappingNode mapping
                && mapping.getFlowStyle() != FlowStyle.FLOW
                && !mapping.getValue().isEmpty()) {
            NodeTuple last = mapping.getValue().get(mapping.getValue().size() - 1);
            return Math.max(end(text, last.getKeyNode()), lastValue(text, last.getValueNode()));
        }
        if (node instanceof SequenceNode sequence
                && sequence.getFlowStyle() != FlowStyle.FLOW
                && !sequence.getValue().isEmpty()) {
            return lastValue(text, sequence.getValue().get(sequence.getValue().size() - 1));
        }
        return end(text, node);
    }

    private static Optional<Node> compose(String text) {
        return new Composer(SETTINGS, new ParserImpl(SETTINGS, new StreamReader(SETTINGS, text))).getSingleNode();
    }

    /** A value below its names, as whole lines. */
    private static String entry(List<String> path, JsonNode value, String indent, String newline) {
        StringBuilder lines = new StringBuilder();
        String step = path.get(0);
        if (TreePath.isItem(step)) {
            List<String> members = new ArrayList<>();
            value.properties().forEach(member -> members.add(key(member.getKey()) + ": " + scalar(member.getValue())));
            for (int i = 0; i < members.size(); i++) {
                lines.append(indent)
                        .append(i == 0 ? "- " : UNIT)
                        .append(members.get(i))
                        .append(newline);
            }
            return lines.toString();
        }
        lines.append(indent).append(key(step)).append(':');
        if (path.size() == 1) {
            return lines.append(' ').append(scalar(value)).append(newline).toString();
        }
        return lines.append(newline)
                .append(entry(path.subList(1, path.size()), value, indent + UNIT, newline))
                .toString();
    }

    private static String key(String name) {
        return PLAIN_KEY.matcher(name).matches() ? name : scalar(JsonNodeFactory.instance.stringNode(name));
    }

    /** JSON, which is YAML too. */
    private static String scalar(JsonNode value) {
        return new String(JsonTrees.exact().write(value), StandardCharsets.UTF_8);
    }
}
