package dev.airelay.transforms.parameter;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What happens to one request parameter, or to one member of an object in it, and why.
 *
 * @param name the parameter's name in the dialect's request; for a nested one the path, in which {@code []} stands for any
 *     element of a list
 * @param kind what the relay does with it
 * @param reason one short sentence for the client's developer
 * @param of the kinds of objects that the rule is for, as their {@code type} or {@code role} names them; empty for all
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

    /** Returns the rule for these kinds of objects alone. */
    public ParameterRule of(List<String> kinds) {
        return new ParameterRule(name, kind, reason, kinds);
    }

    // Written out because what Java makes for records costs the start of a relay a hundred classes.
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
