package dev.airelay.server;

import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The generation routes, with random requests for each. */
enum FuzzedDialect {
    CHAT("CreateChatCompletionRequest", RunningRelay.CHAT, Set.of("model", "messages")),
    RESPONSES("CreateResponse", RunningRelay.RESPONSES, Set.of("model", "input")),
    COMPLETIONS("CreateCompletionRequest", "/v1/completions", Set.of("model", "prompt")),
    IMAGES("CreateImageRequest", RunningRelay.IMAGES, Set.of("prompt"));

    private final String schema;
    private final String path;
    private final Set<String> required;

    FuzzedDialect(String schema, String path, Set<String> required) {
        this.schema = schema;
        this.path = path;
        this.required = required;
    }

    String schema() {
        return schema;
    }

    String path() {
        return path;
    }

    /** A random request that OpenAI's schema allows, nearly always; in the foreground and for one choice. */
    ObjectNode request(Random random, Supplier<String> earlier) {
        RandomJson json = new RandomJson(SchemaCheck.definitions(), MeantValues.of(earlier), random);
        ObjectNode request = new PairedCalls(json::ofDefinition).pair((ObjectNode) json.ofDefinition(schema));
        for (String name : required) {
            if (!request.hasNonNull(name)) {
                request.put(name, name.equals("model") ? "gpt-5.5" : "hello");
            }
        }
        return request;
    }

    /**
     * Takes out of a request what an error names, or what holds it, so that the schema still allows the rest. Returns the
     * rest; nothing when the error is about what must be there.
     */
    Optional<ObjectNode> without(ObjectNode request, JsonPointer named) {
        JsonPointer place = named;
        while (!place.matches() && !isRequired(place)) {
            ObjectNode rest = request.deepCopy();
            JsonPlace.remove(rest, place);
            if (!rest.equals(request) && SchemaCheck.allows(schema, rest)) {
                return Optional.of(rest);
            }
            place = place.head();
        }
        return Optional.empty();
    }

    private boolean isRequired(JsonPointer place) {
        return place.head().matches() && required.contains(place.last().getMatchingProperty());
    }

    /** The same request for several choices, where there are choices. */
    Optional<ObjectNode> withChoices(ObjectNode request, int choices) {
        return this == CHAT ? Optional.of(request.deepCopy().put("n", choices)) : Optional.empty();
    }

    /** The id of a response that is kept from now on; empty when none is. */
    String kept(ObjectNode request, WireAnswer answer) {
        if (this != RESPONSES || !request.path("store").booleanValue(true)) {
            return "";
        }
        JsonNode response = answer.isStream() ? answer.events().get(0).path("response") : answer.json();
        return response.path("id").stringValue("");
    }
}
