package dev.airelay.transforms.parameter;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A dialect's request parameters and their handling, in the order of the documentation. Immutable. */
public final class ParameterTable {

    private final Map<String, ParameterRule> rules = new LinkedHashMap<>();
    private final Map<String, List<ParameterRule>> nested = new HashMap<>();
    private final Set<String> topLevel = new HashSet<>();

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
            topLevel.add(rule.name().split("\\.", 2)[0]);
        }
    }

    /**
     * Creates a table.
     *
     * @param nested the handling of the members of objects in a parameter, by the parameter's name
     */
    public ParameterTable(List<ParameterRule> rules, Map<String, List<ParameterRule>> nested) {
        this(rules);
        nested.forEach((name, members) -> this.nested.put(name, List.copyOf(members)));
    }

    /** Returns the rule for this parameter; empty if the dialect does not have it. */
    public Optional<ParameterRule> rule(String name) {
        return Optional.ofNullable(rules.get(name));
    }

    /** Returns whether there is a rule for a parameter of this name at the top level, or for one of its members. */
    public boolean knows(String name) {
        return topLevel.contains(name);
    }

    /** Returns the rules of all parameters in documentation order. */
    public Collection<ParameterRule> rules() {
        return List.copyOf(rules.values());
    }

    /** Returns the rules for the members of objects in this parameter; none if it contains no objects, or arbitrary ones. */
    public List<ParameterRule> nested(String parameter) {
        return nested.getOrDefault(parameter, List.of());
    }
}
