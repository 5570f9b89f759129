package dev.airelay.transforms.request;

import dev.airelay.transforms.parameter.ParameterRule;
import dev.airelay.transforms.parameter.ParameterTable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A dialect's parameters, and the traversal of a request body by them. Immutable.
 *
 * <p>Values are taken in table order, not in the client's, so that errors and disclosures do not depend on how a client
 * orders its JSON. A parameter with a dotted name is a member of a nested object; the object itself needs no rule. Its
 * {@link Shape} declares the members of objects inside a parameter's value.
 *
 * @param <D> the builder that receives mapped values
 */
public final class Members<D> {

    private final List<Member<D>> members;
    private final ParameterTable table;
    private final Set<String> names = new HashSet<>();
    private final Set<String> groups = new LinkedHashSet<>();

    /**
     * Creates the parameters of one dialect.
     *
     * @param members in documentation order; dotted names are one level deep
     */
    public Members(List<Member<D>> members) {
        this.members = List.copyOf(members);
        this.table = new ParameterTable(
                members.stream().map(Member::rule).toList(),
                members.stream().collect(Collectors.toMap(Member::name, member -> member.nestedRules(member.name()))));
        for (Member<D> member : members) {
            names.add(member.rule().name());
            if (member.path().size() > 1) {
                groups.add(member.path().get(0));
            }
        }
    }

    /** Returns the public rules. */
    public ParameterTable table() {
        return table;
    }

    /**
     * Passes every member of {@code body} to its parameter, records the unknown ones as ignored, and rejects a body in which
     * a mandatory parameter is missing.
     */
    public void walk(ObjectView body, D draft, Disclosures disclosures) {
        applyAll(body, draft, disclosures);
        for (Member<D> member : members) {
            if (member.mandatory() && find(body, member.path()).isEmpty()) {
                throw Rejections.missing(Location.root().member(member.rule().name()));
            }
        }
        discloseAll(body, disclosures);
    }

    /** Returns the rules of these members and of those in them, whose names begin with {@code prefix}. */
    List<ParameterRule> rules(String prefix) {
        List<ParameterRule> rules = new ArrayList<>();
        for (Member<D> member : members) {
            ParameterRule rule = member.rule();
            rules.add(new ParameterRule(prefix + rule.name(), rule.kind(), rule.reason()));
            rules.addAll(member.nestedRules(prefix + rule.name()));
        }
        return rules;
    }

    /** Does the same with a part of a body, in which mandatory parameters may be missing. */
    public void walkPresent(ObjectView body, D draft, Disclosures disclosures) {
        applyAll(body, draft, disclosures);
        discloseAll(body, disclosures);
    }

    /** Passes every member that has a parameter to it, and ignores the others. */
    void walkKnown(ObjectView object, D draft, Disclosures disclosures) {
        applyAll(object, draft, disclosures);
    }

    /** Returns whether the dialect has a parameter, or a group of them, of this name at the top level. */
    public boolean knows(String name) {
        return table.knows(name);
    }

    private void applyAll(ObjectView body, D draft, Disclosures disclosures) {
        for (Member<D> member : members) {
            Optional<Value> value = find(body, member.path());
            if (value.isPresent()) {
                member.apply(value.get(), draft, disclosures);
            }
        }
    }

    private void discloseAll(ObjectView body, Disclosures disclosures) {
        discloseUnknown(body, "", disclosures);
        for (String group : groups) {
            body.object(group).ifPresent(object -> discloseUnknown(object, group + ".", disclosures));
        }
    }

    private void discloseUnknown(ObjectView object, String prefix, Disclosures disclosures) {
        for (String name : object.names()) {
            // A dotted name is a path in the table, and a plain name in a client's object.
            boolean known = name.indexOf('.') < 0
                    && (prefix.isEmpty()
                            ? names.contains(name) || groups.contains(name)
                            : names.contains(prefix + name));
            if (!known && object.find(name).filter(NoOpValues::saysNothing).isEmpty()) {
                disclosures.ignoreUnknown(object.at().member(name));
            }
        }
    }

    private static Optional<Value> find(ObjectView body, List<String> path) {
        return path.size() == 1
                ? body.find(path.get(0))
                : body.object(path.get(0)).flatMap(object -> object.find(path.get(1)));
    }
}
