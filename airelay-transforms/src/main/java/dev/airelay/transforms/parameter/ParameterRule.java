package dev.airelay.transforms.parameter;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The handling of one request parameter, or of one member of an object in it, and the reason.
 *
 * @param name the parameter's name in the dialect's request; for a nested one the path, in which {@code []} stands for any
 *     element of a list
 * @param kind the class of its handling
 * @param reason one short sentence for the client's developer
 * @param of the kinds of objects that the rule is for, by their {@code type} or {@code role}; empty for all
 */
public record ParameterRule(String name, ParameterClass kind, String reason, List<String> of) {

    /** Copies the kinds. */
    public ParameterRule {
        of = List.copyOf(of);
    }

    /** Creates the rule of a parameter of the request itself. */
    public ParameterRule(String name, ParameterClass kind, String reason) {
        this(name, kind, reason, List.of());
    }

    /** Returns the rule for these kinds of objects only. */
    public ParameterRule of(List<String> kinds) {
        return new ParameterRule(name, kind, reason, kinds);
    }

    // Written by hand: the method that Java generates for records loads about a hundred classes at start.
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ParameterRule rule
                && name.equals(rule.name)
                && kind == rule.kind
                && reason.equals(rule.reason)
                && of.equals(rule.of);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }
}
