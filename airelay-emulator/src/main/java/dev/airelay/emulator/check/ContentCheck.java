package dev.airelay.emulator.check;

import dev.airelay.emulator.common.Json;
import dev.airelay.emulator.http.RefusedException;
import dev.airelay.emulator.turn.TurnRequest;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Messages have a role the backend takes and parts that fit the role, with known members; images are addressed by text. */
final class ContentCheck implements RequestCheck {
    private static final List<String> ROLES = List.of("user", "assistant", "developer");
    private static final List<String> FROM_USER = List.of("input_text", "input_image", "input_file");
    /** The outputs that are parts; those of other tools have forms of their own. */
    private static final Set<String> WITH_PARTS = Set.of("function_call_output", "custom_tool_call_output");

    private static final List<String> FROM_ASSISTANT = List.of("output_text", "refusal");
    private static final Set<String> URL_SCHEMES = Set.of("data:", "http://", "https://");
    private static final Map<String, Set<String>> MEMBERS = Map.of(
            "input_text", Set.of(TurnRequest.TYPE, TurnRequest.TEXT),
            "input_image", Set.of(TurnRequest.TYPE, "image_url", "file_id", "detail"),
            "input_file", Set.of(TurnRequest.TYPE, "file_id", "filename", "file_data", "file_url", "detail"),
            "output_text", Set.of(TurnRequest.TYPE, TurnRequest.TEXT, "annotations", "logprobs"),
            "refusal", Set.of(TurnRequest.TYPE, "refusal"));
    private static final String CACHE_BREAKPOINT = "prompt_cache_breakpoint";
    private static final String IMAGE_URL = "image_url";

    @Override
    public void check(TurnRequest request) throws RefusedException {
        List<JsonNode> input = request.input();
        for (int i = 0; i < input.size(); i++) {
            JsonNode item = input.get(i);
            String path = TurnRequest.INPUT + "[" + i + "]";
            String type = TurnRequest.itemType(item);
            if (type.equals("message")) {
                message(item, path);
            } else if (WITH_PARTS.contains(type)) {
                parts(item.path(TurnRequest.OUTPUT), path + "." + TurnRequest.OUTPUT, FROM_USER);
            }
        }
    }

    private static void message(JsonNode item, String path) throws RefusedException {
        String role = Json.string(item, TurnRequest.ROLE);
        if (role.equals("system")) {
            throw BadRequests.detail("System messages are not allowed");
        }
        if (role.isEmpty()) {
            throw BadRequests.missing(path + "." + TurnRequest.ROLE);
        }
        if (!ROLES.contains(role)) {
            throw BadRequests.value(path + "." + TurnRequest.ROLE, role, ROLES);
        }
        JsonNode content = item.path(TurnRequest.CONTENT);
        String contentPath = path + "." + TurnRequest.CONTENT;
        if (content.isMissingNode()) {
            throw BadRequests.missing(contentPath);
        }
        if (!content.isString() && !content.isArray()) {
            throw BadRequests.type(contentPath, "one of an array of objects or string", content);
        }
        parts(content, contentPath, role.equals("assistant") ? FROM_ASSISTANT : FROM_USER);
    }

    private static void parts(JsonNode content, String path, List<String> types) throws RefusedException {
        List<JsonNode> parts = TurnRequest.elements(content);
        for (int i = 0; i < parts.size(); i++) {
            part(parts.get(i), path + "[" + i + "]", types);
        }
    }

    private static void part(JsonNode part, String path, List<String> types) throws RefusedException {
        if (!part.isObject()) {
            throw BadRequests.type(path, "an object", part);
        }
        String type = Json.string(part, TurnRequest.TYPE);
        if (!types.contains(type)) {
            throw type.isEmpty() ? BadRequests.missing(path + ".type") : BadRequests.value(path, type, types);
        }
        if (part.has(CACHE_BREAKPOINT)) {
            throw BadRequests.detail(CACHE_BREAKPOINT + " is not supported on this model");
        }
        for (String member : part.propertyNames()) {
            if (!MEMBERS.getOrDefault(type, Set.of()).contains(member)) {
                throw BadRequests.unknown(path + "." + member);
            }
        }
        if (type.endsWith("_text") && !part.path(TurnRequest.TEXT).isString()) {
            throw part.has(TurnRequest.TEXT)
                    ? BadRequests.type(path + ".text", "a string", part.path(TurnRequest.TEXT))
                    : BadRequests.missing(path + ".text");
        }
        if (type.equals("input_image")) {
            image(part.path(IMAGE_URL), path + "." + IMAGE_URL);
        }
    }

    private static void image(JsonNode url, String path) throws RefusedException {
        if (url.isMissingNode()) {
            throw BadRequests.missing(path);
        }
        if (!url.isString()) {
            throw BadRequests.type(path, "a string", url);
        }
        if (URL_SCHEMES.stream().noneMatch(url.stringValue()::startsWith)) {
            throw BadRequests.invalid(
                    "Invalid '" + path + "'. Expected a valid URL, but got a value with an invalid format.",
                    path,
                    "invalid_value");
        }
    }
}
