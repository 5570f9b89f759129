package dev.airelay.transforms.parameter;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A dialect's request parameters with what happens to each, in the order they are documented. Immutable. */
public final class ParameterTable {

    private final Map<String, ParameterRule> rules = new LinkedHashMap<>();

    /**
     * Creates a table.
     *
     * @throws IllegalArgumentException when two rules name the same parameter
     */
    public ParameterTable(List<ParameterRule> rules) {
        for (ParameterRule rule : rules) {
            if (this.rules.put(rule.name(), rule) != null) {
                throw new IllegalArgumentException("two rules for parameter " + rule.name());
            }
        }
    }

    /** Returns the rule for this parameter; empty for one the dialect does not know. */
    public Optional<ParameterRule> rule(String name) {
        return Optional.ofNullable(rules.get(name));
    }

    /** Returns all rules in documentation order. */
    public Collection<ParameterRule> rules() {
        return List.copyOf(rules.values());
    }
}
