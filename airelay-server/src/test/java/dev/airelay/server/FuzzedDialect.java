package dev.airelay.server;

import java.util.Comparator;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The generation routes, with random requests for each. */
enum FuzzedDialect {
    CHAT(ApiSchemas.OPENAI, "CreateChatCompletionRequest", RunningRelay.CHAT, Set.of("model", "messages")),
    RESPONSES(ApiSchemas.OPENAI, "CreateResponse", RunningRelay.RESPONSES, Set.of("model", "input")),
    COMPLETIONS(ApiSchemas.OPENAI, "CreateCompletionRequest", "/v1/completions", Set.of("model", "prompt")),
    IMAGES(ApiSchemas.OPENAI, "CreateImageRequest", RunningRelay.IMAGES, Set.of("prompt")),
    OLLAMA_CHAT(ApiSchemas.OLLAMA, "ChatRequest", RunningRelay.OLLAMA_CHAT, Set.of("model", "messages")),
    OLLAMA_GENERATE(ApiSchemas.OLLAMA, "GenerateRequest", RunningRelay.OLLAMA_GENERATE, Set.of("model", "prompt")),
    MESSAGES(
            ApiSchemas.ANTHROPIC,
            "CreateMessageRequest",
            RunningRelay.MESSAGES,
            Set.of("model", "messages", "max_tokens"));

    /** Where a message of Ollama's does not begin with the parameter's name, the first quoted text is the name. */
    private static final Pattern NAMED = Pattern.compile("^([\\w.\\[\\]]+): |'([^']*)'");

    /** The form of a place in a message. */
    private static final Pattern PLACE = Pattern.compile("[a-z_]+(?:\\[\\d+])*(?:\\.[a-z_]+(?:\\[\\d+])*)*");

    private final ApiSchemas api;
    private final String schema;
    private final String path;
    private final Set<String> required;

    FuzzedDialect(ApiSchemas api, String schema, String path, Set<String> required) {
        this.api = api;
        this.schema = schema;
        this.path = path;
        this.required = required;
    }

    /** Whether the schema of the requests allows this one. */
    boolean allows(ObjectNode request) {
        return api.allows(schema, request);
    }

    ApiSchemas api() {
        return api;
    }

    /** Returns the place that a refusal names: in its {@code param}, or where an API has none, in its message. */
    JsonPointer named(ObjectNode request, WireAnswer answer) {
        if (api == ApiSchemas.OPENAI) {
            return JsonPlace.of(answer.error("param"));
        }
        if (api == ApiSchemas.OLLAMA) {
            Matcher name = NAMED.matcher(answer.json().path("error").stringValue(""));
            return name.find()
                    ? JsonPlace.of(name.group(1) == null ? name.group(2) : name.group(1))
                    : JsonPointer.empty();
        }
        return PLACE.matcher(answer.error("message"))
                .results()
                .map(MatchResult::group)
                .filter(place -> mayBe(place, request))
                .max(Comparator.comparingInt(String::length))
                .map(JsonPlace::of)
                .orElse(JsonPointer.empty());
    }

    private boolean mayBe(String place, ObjectNode request) {
        String top = place.split("[.\\[]", 2)[0];
        return request.has(top) || required.contains(top);
    }

    String path() {
        return path;
    }

    /** A random request that the schema allows, nearly always; in the foreground and for one choice. */
    ObjectNode request(Random random, Supplier<String> earlier) {
        ObjectNode request = api.request(schema, random, earlier);
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
