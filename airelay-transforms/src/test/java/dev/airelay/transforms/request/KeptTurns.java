package dev.airelay.transforms.request;

import dev.airelay.transforms.History;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Turns that a relay has kept, for the cases whose requests refer to some. */
final class KeptTurns {

    private static final String QUESTION = """
            {"id": "msg_q", "type": "message", "role": "user", "status": "completed",
             "content": [{"type": "input_text", "text": "weather?"}, {"type": "input_file", "file_id": "file-text"}]}""";
    private static final String THOUGHT = """
            {"id": "rs_1", "type": "reasoning", "summary": [], "encrypted_content": "gAAAA+/="}""";
    private static final String CALL = """
            {"id": "fc_1", "type": "function_call", "status": "completed", "call_id": "call_1", "name": "get.weather",
             "arguments": "{}"}""";
    private static final String RESULT = """
            {"id": "fco_1", "type": "function_call_output", "status": "completed", "call_id": "call_1", "output": "sun"}""";
    private static final String ANSWER = """
            {"id": "msg_a", "type": "message", "role": "assistant", "status": "completed",
             "content": [{"type": "output_text", "text": "Sunny.", "annotations": [], "logprobs": []}]}""";
    private static final String BROKEN_OFF = """
            {"id": "fc_2", "type": "function_call", "status": "incomplete", "call_id": "call_2", "name": "f",
             "arguments": "{\\"a"}""";
    private static final String NEWER_KIND = """
            {"id": "x_1", "type": "agent_message", "text": "new"}""";

    static final History HISTORY = History.none()
            .withTurns("resp_called", bytes(QUESTION, THOUGHT, CALL))
            .withTurns("resp_answered", bytes(QUESTION, THOUGHT, CALL, RESULT, ANSWER))
            .withTurns("resp_broken_off", bytes(QUESTION, BROKEN_OFF))
            .withTurns("conv_1", bytes(QUESTION, NEWER_KIND, ANSWER))
            .withTurns("conv_called", bytes(QUESTION, THOUGHT, CALL))
            .withTurns("conv_empty", List.of())
            .withItems(Map.of(
                    "msg_a", ANSWER.getBytes(StandardCharsets.UTF_8),
                    "msg_q", QUESTION.getBytes(StandardCharsets.UTF_8),
                    "rs_1", THOUGHT.getBytes(StandardCharsets.UTF_8)));

    private KeptTurns() {}

    private static List<byte[]> bytes(String... items) {
        return List.of(items).stream()
                .map(item -> item.getBytes(StandardCharsets.UTF_8))
                .toList();
    }
}
