package dev.airelay.transforms.request;

import dev.airelay.transforms.parameter.ParameterClass;
import dev.airelay.transforms.parameter.ParameterRule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The handling of the members of objects in a parameter's value, at every depth. A reader converts the client's value to the
 * upstream's; the shape declares the members that the reader uses, so that every other one is disclosed or rejected and none
 * is lost silently. Immutable.
 *
 * <p>A shape does not check types: if it expects an object or an array, any other value is left to the reader.
 */
public interface Shape {

    /** Discloses the members that are dropped, and rejects those that must not be. */
    void check(Value value, Disclosures disclosures);

    /** Returns the rules of all members, whose names begin with {@code path}. */
    List<ParameterRule> rules(String path);

    /** Returns the shape of objects with these members and no others. */
    @SafeVarargs
    static Shape object(Member<Object>... members) {
        return object(List.of(), members);
    }

    /** Returns the shape of objects with these members and {@code more}, and no others. */
    @SafeVarargs
    static Shape object(List<Member<Object>> members, Member<Object>... more) {
        List<Member<Object>> all = new ArrayList<>(members);
        for (Member<Object> member : more) {
            all.add(member);
        }
        Members<Object> declared = new Members<>(all);
        // Its reader converts the object, so there is no builder; any object will do.
        return ofObjects(declared, (object, disclosures) -> declared.walkPresent(object, declared, disclosures));
    }

    /** Returns the shape of objects that have these members among others, which are sent unchanged. */
    static Shape open(List<Member<Object>> members) {
        Members<Object> declared = new Members<>(members);
        return ofObjects(declared, (object, disclosures) -> declared.walkKnown(object, declared, disclosures));
    }

    private static Shape ofObjects(Members<Object> declared, BiConsumer<ObjectView, Disclosures> walk) {
        return new Shape() {
            @Override
            public void check(Value value, Disclosures disclosures) {
                if (value.isObject()) {
                    walk.accept(value.object(), disclosures);
                }
            }

            @Override
            public List<ParameterRule> rules(String path) {
                return declared.rules(path + ".");
            }
        };
    }

    /** Returns the same shape for a place whose rules need not be listed, because they are those of another place. */
    static Shape listedElsewhere(Shape shape) {
        return new Shape() {
            @Override
            public void check(Value value, Disclosures disclosures) {
                shape.check(value, disclosures);
            }

            @Override
            public List<ParameterRule> rules(String path) {
                return List.of();
            }
        };
    }

    /**
     * Returns the same shape with a lenient check of objects that clients only send back: dropped members are disclosed, but
     * never rejected, even in strict mode.
     */
    static Shape sentBackIf(Predicate<ObjectView> sentBack, Shape shape) {
        return new Shape() {
            @Override
            public void check(Value value, Disclosures disclosures) {
                boolean lenient = value.isObject() && sentBack.test(value.object());
                shape.check(value, lenient ? disclosures.ofKept() : disclosures);
            }

            @Override
            public List<ParameterRule> rules(String path) {
                return shape.rules(path);
            }
        };
    }

    /** Returns the shape of objects that clients only send back, and that are omitted and disclosed as a whole. */
    static Shape leftOut(String reason) {
        return whole(ParameterClass.IGNORED, reason, (value, disclosures) -> disclosures.leaveOut(value.at()));
    }

    /** Returns the shape of objects that are rejected as a whole. */
    static Shape refused(String reason) {
        return whole(ParameterClass.REJECTED, reason, (value, disclosures) -> {
            throw Rejections.unsupportedValue(value.at(), reason);
        });
    }

    private static Shape whole(ParameterClass kind, String reason, BiConsumer<Value, Disclosures> handling) {
        return new Shape() {
            @Override
            public void check(Value value, Disclosures disclosures) {
                handling.accept(value, disclosures);
            }

            @Override
            public List<ParameterRule> rules(String path) {
                return List.of(new ParameterRule(path, kind, reason));
            }
        };
    }

    /** Returns the shape of lists. */
    static Shape list(Shape element) {
        return new Shape() {
            @Override
            public void check(Value value, Disclosures disclosures) {
                if (value.isArray()) {
                    value.items().forEach(item -> element.check(item, disclosures));
                }
            }

            @Override
            public List<ParameterRule> rules(String path) {
                return element.rules(path + "[]");
            }
        };
    }

    /**
     * Returns the shape of objects of several kinds. An object of another kind is not checked: either its reader rejects it,
     * or it is sent whole.
     *
     * @param kind returns an object's kind
     * @param kinds the shapes by kind, in the order in which they are documented
     */
    @SafeVarargs
    static Shape ofKinds(Function<ObjectView, String> kind, Map.Entry<String, Shape>... kinds) {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        for (Map.Entry<String, Shape> entry : kinds) {
            shapes.put(entry.getKey(), entry.getValue());
        }
        return ofKinds(kind, shapes);
    }

    /** Returns the same shape of kinds in a map, in its order. */
    static Shape ofKinds(Function<ObjectView, String> kind, Map<String, Shape> kinds) {
        Map<String, Shape> known = new LinkedHashMap<>(kinds);
        return new Shape() {
            @Override
            public void check(Value value, Disclosures disclosures) {
                if (value.isObject()) {
                    Shape shape = known.get(kind.apply(value.object()));
                    if (shape != null) {
                        shape.check(value, disclosures);
                    }
                }
            }

            @Override
            public List<ParameterRule> rules(String path) {
                return merged(known, path);
            }
        };
    }

    /** Lists a member once if it is the same in several kinds, with the kinds unless it is the same in all. */
    private static List<ParameterRule> merged(Map<String, Shape> shapes, String path) {
        Map<ParameterRule, Set<String>> kindsByRule = new LinkedHashMap<>();
        shapes.forEach((kind, shape) -> shape.rules(path)
                .forEach(rule -> kindsByRule
                        .computeIfAbsent(rule, first -> new LinkedHashSet<>())
                        .add(kind)));
        List<ParameterRule> rules = new ArrayList<>();
        kindsByRule.forEach((rule, kinds) ->
                rules.add(kinds.size() == shapes.size() || !rule.of().isEmpty() ? rule : rule.of(List.copyOf(kinds))));
        return rules;
    }
}
