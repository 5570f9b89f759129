package dev.airelay.transforms.request;

import dev.airelay.transforms.memory.History;
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

    /** Items that a relay may have stored, added by clients or sent by an upstream that says odd things. */
    private static final String[] ODD = {"""
            {"id": "msg_0", "type": "message", "role": "assistant", "content": [{"type": "output_text", "text": null},
             {"type": "output_audio", "transcript": "spoken"}, {"type": "output_video"}]}""", """
            {"id": "msg_1", "type": "message", "role": "critic", "content": [{"type": "output_text", "text": "hm"}]}""", """
            {"id": "msg_2", "type": "message", "role": "assistant", "content": null}""", """
            {"id": "fc_0", "type": "function_call", "call_id": "call_0", "name": "", "arguments": ""}""", """
            {"id": "fco_0", "type": "function_call_output", "call_id": "call_0", "output": "no such tool"}""", """
            {"id": "fco_1", "type": "function_call_output", "call_id": "call_9", "output": "nobody asked"}""", """
            {"id": "sh_0", "type": "shell_call", "call_id": "call_s", "action": {"commands": ["ls"]}}""", """
            {"id": "sho_0", "type": "shell_call_output", "call_id": "call_s", "output": []}""", """
            {"id": "at_0", "type": "additional_tools", "role": "developer", "tools": [{"type": "shell"}]}""", """
            {"id": "call_l", "type": "local_shell_call_output", "output": "late"}""", """
            {"id": "cc_0", "type": "context_compaction"}""", """
            {"id": "rs_0", "type": "reasoning", "summary": [{"type": "summary_text", "text": null}],
             "encrypted_content": "gAAA"}""", """
            {"id": "t_0", "type": "telepathy", "thought": null, "words": ["a"]}"""};

    static final History HISTORY = History.none()
            .withTurns("conv_odd", bytes(ODD))
            .withTurns("resp_called", bytes(QUESTION, THOUGHT, CALL))
            .withTurns("resp_answered", bytes(QUESTION, THOUGHT, CALL, RESULT, ANSWER))
            .withTurns("resp_broken_off", bytes(QUESTION, BROKEN_OFF))
            .withTurns("conv_1", bytes(QUESTION, NEWER_KIND, ANSWER))
            .withTurns("conv_called", bytes(QUESTION, THOUGHT, CALL))
            .withTurns("conv_empty", List.of())
            .withItems(Map.of(
                    "fc_1", CALL.getBytes(StandardCharsets.UTF_8),
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
