package dev.airelay.emulator.issuer;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.airelay.emulator.common.Json;
import dev.airelay.emulator.http.IncomingRequest;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * A request to the login server with its fields: those of the query, of the form or of the JSON object.
 *
 * @param fields every value of every field, in order
 */
record LoginRequest(IncomingRequest http, Encoding encoding, Map<String, List<String>> fields) {
    /** How the fields were sent. */
    enum Encoding {
        QUERY,
        FORM,
        JSON,
        /** A body that is neither. */
        NONE
    }

    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String JSON = "application/json";

    static LoginRequest ofQuery(IncomingRequest http) {
        return new LoginRequest(http, Encoding.QUERY, new QueryStringDecoder(http.target()).parameters());
    }

    /** A body by its content type; one that cannot be read has no fields. */
    static LoginRequest ofBody(IncomingRequest http) {
        String type = http.header("content-type").toLowerCase(Locale.ROOT);
        if (type.startsWith(FORM)) {
            return new LoginRequest(http, Encoding.FORM, formFields(http.body()));
        }
        if (type.startsWith(JSON)
                && Json.read(http.body()).filter(JsonNode::isObject).isPresent()) {
            return new LoginRequest(http, Encoding.JSON, jsonFields(http.body()));
        }
        return new LoginRequest(http, Encoding.NONE, Map.of());
    }

    static Map<String, List<String>> formFields(byte[] body) {
        return new QueryStringDecoder(new String(body, UTF_8), false).parameters();
    }

    private static Map<String, List<String>> jsonFields(byte[] body) {
        Map<String, List<String>> fields = new LinkedHashMap<>();
        Json.read(body)
                .ifPresent(object -> object.properties().stream()
                        .filter(entry -> entry.getValue().isString())
                        .forEach(entry -> fields.put(
                                entry.getKey(), List.of(entry.getValue().stringValue("")))));
        return fields;
    }

    /** The first value of a field, or an empty text. */
    String field(String name) {
        return fields.getOrDefault(name, List.of("")).get(0);
    }

    boolean isRepeated(String name) {
        return fields.getOrDefault(name, List.of()).size() > 1;
    }
}
