package dev.airelay.emulator;

import java.util.LinkedHashSet;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Every tool call has its output and every output its call. */
final class CallPairingCheck implements RequestCheck {
    /** The item types of a call and its output, and what the messages call them. */
    private enum Kind {
        FUNCTION("function_call", "function_call_output", "function call"),
        CUSTOM("custom_tool_call", "custom_tool_call_output", "custom tool call"),
        /** Clients may answer it with a function's output too, as Codex does. */
        LOCAL_SHELL("local_shell_call", "local_shell_call_output", "local shell call"),
        TOOL_SEARCH("tool_search_call", "tool_search_output", "tool search call");

        private final String callType;
        private final String outputType;
        private final String words;

        Kind(String callType, String outputType, String words) {
            this.callType = callType;
            this.outputType = outputType;
            this.words = words;
        }
    }

    @Override
    public void check(TurnRequest request) throws RefusedException {
        for (Kind kind : Kind.values()) {
            Set<String> calls = callIds(request, kind.callType);
            Set<String> outputs = callIds(request, kind.outputType);
            for (String call : calls) {
                if (!outputs.contains(call)
                        && !(kind == Kind.LOCAL_SHELL && has(request, Kind.FUNCTION.outputType, call))) {
                    throw unpaired("No tool output found for " + kind.words + " " + call + ".");
                }
            }
            for (String output : outputs) {
                if (!calls.contains(output)
                        && !(kind == Kind.FUNCTION && has(request, Kind.LOCAL_SHELL.callType, output))) {
                    throw unpaired("No tool call found for " + kind.words + " output with call_id " + output + ".");
                }
            }
        }
    }

    private static boolean has(TurnRequest request, String type, String callId) {
        return callIds(request, type).contains(callId);
    }

    private static Set<String> callIds(TurnRequest request, String type) {
        Set<String> ids = new LinkedHashSet<>();
        for (JsonNode item : request.input()) {
            if (TurnRequest.itemType(item).equals(type)) {
                ids.add(Json.string(item, "call_id"));
            }
        }
        return ids;
    }

    private static RefusedException unpaired(String message) {
        return Wrong.invalid(message, TurnRequest.INPUT, null);
    }
}
