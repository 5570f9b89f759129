package dev.airelay.transforms.request;

import dev.airelay.transforms.parameter.ParameterClass;
import dev.airelay.transforms.parameter.ParameterRule;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * One request parameter: its public rule, and the translator's handling of its value.
 *
 * @param <D> the builder that receives mapped values
 */
public final class Member<D> {

    private final ParameterRule rule;
    private final List<String> path;
    private final boolean mandatory;
    private final Action<D> action;
    private final Optional<Shape> shape;

    private Member(ParameterRule rule, boolean mandatory, Action<D> action) {
        this(rule, mandatory, action, Optional.empty());
    }

    private Member(ParameterRule rule, boolean mandatory, Action<D> action, Optional<Shape> shape) {
        this.rule = rule;
        this.path = List.of(rule.name().split("\\."));
        this.mandatory = mandatory;
        this.action = action;
        this.shape = shape;
    }

    /** Returns the same parameter with a declaration of the members of objects in its value. */
    public Member<D> of(Shape declared) {
        return new Member<>(rule, mandatory, action, Optional.of(declared));
    }

    /** Returns a member that the reader of its object sends upstream. */
    public static <D> Member<D> sent(String name) {
        return sent(name, Reasons.SENT);
    }

    /** Returns a member like {@link #sent(String)} with its own reason. */
    public static <D> Member<D> sent(String name, String reason) {
        return mapped(name, reason, (draft, value) -> {});
    }

    /** Returns a member that is accepted without effect, because the model does not need it. */
    public static <D> Member<D> unneeded(String name, String reason) {
        return onlyIf(name, reason, value -> true);
    }

    /**
     * Returns a member that clients send back with a response of the relay. It is dropped and disclosed, but never rejected,
     * because it requests nothing.
     */
    public static <D> Member<D> sentBack(String name, String reason) {
        return new Member<>(
                new ParameterRule(name, ParameterClass.IGNORED, reason), false, (value, draft, disclosures) -> {
                    if (!NoOpValues.saysNothing(value)) {
                        disclosures.leaveOut(value.at());
                    }
                });
    }

    /** Returns a parameter that {@code mapper} sends upstream. */
    public static <D> Member<D> mapped(String name, String reason, BiConsumer<D, Value> mapper) {
        return new Member<>(new ParameterRule(name, ParameterClass.MAPPED, reason), false, mapping(mapper));
    }

    /** Returns a parameter like {@link #mapped} that must be present. */
    public static <D> Member<D> required(String name, String reason, BiConsumer<D, Value> mapper) {
        return new Member<>(new ParameterRule(name, ParameterClass.MAPPED, reason), true, mapping(mapper));
    }

    /** Returns a parameter that the relay implements itself. */
    public static <D> Member<D> local(String name, String reason, BiConsumer<D, Value> mapper) {
        return new Member<>(new ParameterRule(name, ParameterClass.LOCAL, reason), false, mapping(mapper));
    }

    /** Returns a parameter of which only values that change nothing are accepted. */
    public static <D> Member<D> onlyIf(String name, String reason, Predicate<Value> harmless) {
        return new Member<>(
                new ParameterRule(name, ParameterClass.NO_OP, reason), false, (value, draft, disclosures) -> {
                    if (!harmless.test(value)) {
                        throw Rejections.unsupportedValue(value.at(), reason);
                    }
                });
    }

    /** Returns a parameter of which values that change nothing are accepted and others are dropped. */
    public static <D> Member<D> ignoredUnless(String name, String reason, Predicate<Value> harmless) {
        return new Member<>(
                new ParameterRule(
                        name,
                        ParameterClass.NO_OP,
                        reason.substring(0, reason.length() - 1) + "; other values are ignored."),
                false,
                (value, draft, disclosures) -> {
                    if (!harmless.test(value)) {
                        disclosures.ignoreValue(value.at(), reason);
                    }
                });
    }

    /** Returns a parameter that is dropped with any value. */
    public static <D> Member<D> ignored(String name, String reason) {
        return ignored(name, reason, value -> {});
    }

    /** Returns a parameter that is dropped after {@code check} found its value valid. */
    public static <D> Member<D> ignored(String name, String reason, Consumer<Value> check) {
        return new Member<>(
                new ParameterRule(name, ParameterClass.IGNORED, reason), false, (value, draft, disclosures) -> {
                    check.accept(value);
                    disclosures.ignore(value.at(), reason);
                });
    }

    /**
     * Returns a parameter that the client's API requires. It is dropped and disclosed after {@code check} found its value
     * valid, but never rejected, because no client can omit it.
     */
    public static <D> Member<D> disregarded(String name, String reason, Consumer<Value> check) {
        return new Member<>(
                new ParameterRule(name, ParameterClass.IGNORED, reason), false, (value, draft, disclosures) -> {
                    check.accept(value);
                    disclosures.leaveOut(value.at());
                });
    }

    /** Returns a parameter that is rejected with any value. */
    public static <D> Member<D> rejected(String name, String reason) {
        return new Member<>(
                new ParameterRule(name, ParameterClass.REJECTED, reason), false, (value, draft, disclosures) -> {
                    throw Rejections.unsupportedParameter(value.at(), reason);
                });
    }

    /** Returns the parameter's name, a dotted path for a nested one. */
    public String name() {
        return rule.name();
    }

    /** Returns the name at the top level of the body. */
    public String group() {
        return path.get(0);
    }

    ParameterRule rule() {
        return rule;
    }

    /** Returns the names from the body down to the parameter. */
    List<String> path() {
        return path;
    }

    boolean mandatory() {
        return mandatory;
    }

    void apply(Value value, D draft, Disclosures disclosures) {
        action.apply(value, draft, disclosures);
        shape.ifPresent(declared -> declared.check(value, disclosures));
    }

    /** Returns the rules for the members of objects in the parameter's value, whose names begin with {@code path}. */
    List<ParameterRule> nestedRules(String path) {
        return shape.map(declared -> declared.rules(path)).orElse(List.of());
    }

    private static <D> Action<D> mapping(BiConsumer<D, Value> mapper) {
        return (value, draft, disclosures) -> mapper.accept(draft, value);
    }

    private interface Action<D> {
        void apply(Value value, D draft, Disclosures disclosures);
    }
}
