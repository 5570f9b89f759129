package dev.airelay.server;

import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The generation routes, with random requests for each. */
enum FuzzedDialect {
    CHAT("CreateChatCompletionRequest", RunningRelay.CHAT, Set.of("model", "messages")),
    RESPONSES("CreateResponse", RunningRelay.RESPONSES, Set.of("model", "input")),
    COMPLETIONS("CreateCompletionRequest", "/v1/completions", Set.of("model", "prompt")),
    IMAGES("CreateImageRequest", RunningRelay.IMAGES, Set.of("prompt")),
    OLLAMA_CHAT("ChatRequest", RunningRelay.OLLAMA_CHAT, Set.of("model", "messages")),
    OLLAMA_GENERATE("GenerateRequest", RunningRelay.OLLAMA_GENERATE, Set.of("model", "prompt"));

    /** Where a message does not begin with the parameter's name, the first quoted text is the name. */
    private static final Pattern NAMED = Pattern.compile("^([\\w.\\[\\]]+): |'([^']*)'");

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

    /** Whether failures have Ollama's form, which names no parameter but in the text. */
    boolean ofOllama() {
        return path.startsWith("/api/");
    }

    /** Whether the schema of the API allows a request. */
    boolean allows(ObjectNode request) {
        return ofOllama() ? OllamaSchemaCheck.allows(schema, request) : SchemaCheck.allows(schema, request);
    }

    /** A random request that the API's schema allows, nearly always; in the foreground and for one choice. */
    ObjectNode request(Random random, Supplier<String> earlier) {
        JsonNode definitions = ofOllama() ? OllamaSchemaCheck.definitions() : SchemaCheck.definitions();
        RandomJson json =
                new RandomJson(definitions, ofOllama() ? MeantValues.ofOllama() : MeantValues.of(earlier), random);
        ObjectNode made = (ObjectNode) json.ofDefinition(schema);
        ObjectNode request = ofOllama() ? pairedByOrder(made) : new PairedCalls(json::ofDefinition).pair(made);
        for (String name : required) {
            if (!request.hasNonNull(name)) {
                request.put(name, name.equals("model") ? "gpt-5.5" : "hello");
            }
        }
        return request;
    }

    /** Gives every call of a random conversation its output, without a name or an id. */
    private static ObjectNode pairedByOrder(ObjectNode request) {
        if (!(request.path("messages") instanceof ArrayNode messages)) {
            return request;
        }
        ArrayNode paired = request.putArray("messages");
        for (JsonNode message : messages) {
            if (!message.path("role").stringValue("").equals("assistant")) {
                ((ObjectNode) message).remove("tool_calls");
            } else {
                ((ObjectNode) message).remove("images");
            }
            boolean output = message.path("role").stringValue("").equals("tool");
            if (!output) {
                paired.add(message);
            }
            if (message.path("role").stringValue("").equals("assistant")) {
                message.path("tool_calls")
                        .forEach(call -> paired.addObject().put("role", "tool").put("content", "done"));
            }
        }
        if (paired.isEmpty()) {
            paired.addObject().put("role", "user").put("content", "hello");
        }
        return request;
    }

    /** The place that an error names. */
    String named(WireAnswer answer) {
        if (!ofOllama()) {
            return answer.error("param");
        }
        Matcher name = NAMED.matcher(answer.json().path("error").stringValue(""));
        if (!name.find()) {
            return "";
        }
        return name.group(1) == null ? name.group(2) : name.group(1);
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
            if (!rest.equals(request) && allows(rest)) {
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
