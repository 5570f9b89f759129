package dev.airelay.emulator.turn;

import dev.airelay.emulator.common.Json;
import dev.airelay.emulator.script.ScriptSyntax;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** The texts of the emulator: its announcement, the outputs of tools, and what the user said and attached. */
final class TurnText {
    static final String ANNOUNCEMENT = "[emulator]";
    private static final int MAX_QUOTED_CHARS = 4_000;

    private TurnText() {}

    static String of(TurnRequest request, Optional<String> scripted, int words) {
        String said = scripted.orElseGet(() -> Stream.concat(
                        tools(request), Stream.concat(Stream.of(echo(request)), attachments(request)))
                .collect(Collectors.joining(" ")));
        StringBuilder text = new StringBuilder(ANNOUNCEMENT).append(' ').append(said);
        for (int i = 1; i <= words; i++) {
            text.append(" word").append(i);
        }
        return text.toString();
    }

    /** {@code You said: "…"} with the last user text, its markers removed. */
    static String echo(TurnRequest request) {
        return "You said: \"" + cut(ScriptSyntax.withoutMarkers(request.lastUserText())) + "\"";
    }

    private static Stream<String> tools(TurnRequest request) {
        return request.freshToolOutputs().stream().map(output -> {
            JsonNode content = output.path(TurnRequest.OUTPUT);
            String text = "Tool call " + Json.string(output, "call_id") + " returned: \""
                    + cut(TurnRequest.text(content)) + "\".";
            return Stream.concat(Stream.of(text), attachments(TurnRequest.elements(content), "It"))
                    .collect(Collectors.joining(" "));
        });
    }

    private static Stream<String> attachments(TurnRequest request) {
        List<JsonNode> parts = request.lastUserMessage()
                .map(message -> TurnRequest.elements(message.path(TurnRequest.CONTENT)))
                .orElse(List.of());
        return attachments(parts, "You");
    }

    private static Stream<String> attachments(List<JsonNode> parts, String sender) {
        List<String> images = ofType(parts, "input_image")
                .map(part -> Attachment.described(Json.string(part, "image_url")))
                .toList();
        List<String> files = ofType(parts, "input_file")
                .map(part -> Json.string(part, "filename", "unnamed") + " "
                        + Attachment.described(Json.string(part, "file_data", Json.string(part, "file_url"))))
                .toList();
        return Stream.of(counted(sender, "image", images), counted(sender, "file", files))
                .filter(text -> !text.isEmpty());
    }

    private static Stream<JsonNode> ofType(List<JsonNode> parts, String type) {
        return parts.stream().filter(part -> Json.string(part, "type").equals(type));
    }

    private static String counted(String sender, String what, List<String> descriptions) {
        if (descriptions.isEmpty()) {
            return "";
        }
        String count = descriptions.size() == 1 ? "1 " + what : descriptions.size() + " " + what + "s";
        return sender + " sent " + count + ": " + String.join("; ", descriptions) + ".";
    }

    private static String cut(String text) {
        if (text.codePointCount(0, text.length()) <= MAX_QUOTED_CHARS) {
            return text;
        }
        return text.substring(0, text.offsetByCodePoints(0, MAX_QUOTED_CHARS)) + "…";
    }

    /** Describes an attached image or file: type and size of a data URL, the address of another. */
    private static final class Attachment {
        private static final Pattern DATA_URL = Pattern.compile("data:([^;,]*)(?:;[^,]*)?,");

        private Attachment() {}

        static String described(String url) {
            Matcher data = DATA_URL.matcher(url);
            if (!data.lookingAt()) {
                return url.isEmpty() ? "(no content)" : url;
            }
            String type = data.group(1).isEmpty() ? "text/plain" : data.group(1);
            return type + ", " + size(data.group(), url.substring(data.end())) + " bytes";
        }

        private static int size(String head, String content) {
            if (!head.endsWith(";base64,")) {
                return content.length();
            }
            try {
                return Base64.getMimeDecoder().decode(content).length;
            } catch (IllegalArgumentException notBase64) {
                return content.length();
            }
        }
    }
}
