package dev.airelay.transforms.chat;

import dev.airelay.transforms.input.InputParts;
import dev.airelay.transforms.request.Checks;
import dev.airelay.transforms.request.Disclosures;
import dev.airelay.transforms.request.ObjectView;
import dev.airelay.transforms.request.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The names of the participants of a conversation. The upstream's messages have none: if several participants share a role,
 * so that the model could not distinguish them, the name is put before the message's text, as in {@code ann: Hello}.
 */
final class Speakers {

    private static final String NAME = "name";
    private static final String TEXT = "text";
    private static final String ONE_SPEAKER =
            "The ChatGPT backend does not support participant names, and no other participant has this role.";
    private static final String NO_TEXT = "The message has no text to which the name could be prefixed.";

    private final Disclosures disclosures;
    private final Map<String, Set<String>> namesByRole = new HashMap<>();

    private Speakers(Disclosures disclosures) {
        this.disclosures = disclosures;
    }

    /** Returns the speakers of these messages. */
    static Speakers of(List<Value> messages, Disclosures disclosures) {
        Speakers speakers = new Speakers(disclosures);
        for (Value message : messages) {
            if (message.isObject()) {
                message.object().find(NAME).ifPresent(name -> {
                    Checks.shortText(name);
                    speakers.namesByRole
                            .computeIfAbsent(role(message.object()), first -> new HashSet<>())
                            .add(name.text());
                });
            }
        }
        return speakers;
    }

    /** Returns the texts of a message, with the speaker's name before the first of them where it is needed. */
    List<String> named(ObjectView message, List<String> texts) {
        List<String> named = new ArrayList<>(texts);
        spoken(message, !texts.isEmpty()).ifPresent(name -> named.set(0, prefixed(name, texts.get(0))));
        return named;
    }

    /** Does the same with the content parts of a message, which must be its own. */
    ArrayNode named(ObjectView message, ArrayNode parts) {
        if (!message.has(NAME)) {
            return parts;
        }
        Optional<ObjectNode> text = parts.valueStream()
                .filter(part -> part.path(TEXT).isString())
                .map(ObjectNode.class::cast)
                .findFirst();
        boolean ofUser = message.textOrEmpty("role").equals("user");
        spoken(message, text.isPresent() || ofUser)
                .ifPresent(name -> text.ifPresentOrElse(
                        part -> part.put(TEXT, prefixed(name, part.path(TEXT).stringValue())),
                        () -> parts.insert(0, InputParts.text(name + ":"))));
        return parts;
    }

    /** Returns the name if it is to be sent, and discloses its handling. */
    private Optional<String> spoken(ObjectView message, boolean hasPlace) {
        Optional<Value> name = message.find(NAME).filter(given -> !given.text().isEmpty());
        if (name.isEmpty()) {
            return Optional.empty();
        }
        boolean needed = namesByRole.getOrDefault(role(message), Set.of()).size() > 1;
        if (!needed || !hasPlace) {
            disclosures.ignore(name.get().at(), needed ? NO_TEXT : ONE_SPEAKER);
            return Optional.empty();
        }
        disclosures.emulate(name.get().at());
        return Optional.of(name.get().text());
    }

    private static String prefixed(String name, String text) {
        return name + ": " + text;
    }

    /** System and developer messages have the same role upstream. */
    private static String role(ObjectView message) {
        String role = message.textOrEmpty("role");
        return role.equals("developer") ? "system" : role;
    }
}
