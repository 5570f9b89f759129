package dev.airelay.emulator.check;

import dev.airelay.emulator.common.Json;
import dev.airelay.emulator.http.RefusedException;
import dev.airelay.emulator.turn.TurnRequest;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Every tool call has its output and every output its call. Calls of hosted tools have no id and no pair. */
final class CallPairingCheck implements RequestCheck {
    private static final String CALL_ID = "call_id";

    /** The item types of a call and its output, where the output names the call, and what the messages call them. */
    private enum Kind {
        FUNCTION("function_call", "function_call_output", CALL_ID, "function call"),
        CUSTOM("custom_tool_call", "custom_tool_call_output", CALL_ID, "custom tool call"),
        /** Clients may answer it with a function's output too, as Codex does. */
        LOCAL_SHELL("local_shell_call", "local_shell_call_output", "id", "local shell call"),
        SHELL("shell_call", "shell_call_output", CALL_ID, "shell call"),
        APPLY_PATCH("apply_patch_call", "apply_patch_call_output", CALL_ID, "apply patch call"),
        COMPUTER("computer_call", "computer_call_output", CALL_ID, "computer call"),
        TOOL_SEARCH("tool_search_call", "tool_search_output", CALL_ID, "tool search call");

        private final String callType;
        private final String outputType;
        private final String outputNames;
        private final String words;

        Kind(String callType, String outputType, String outputNames, String words) {
            this.callType = callType;
            this.outputType = outputType;
            this.outputNames = outputNames;
            this.words = words;
        }
    }

    @Override
    public void check(TurnRequest request) throws RefusedException {
        Map<Kind, Set<String>> calls = new EnumMap<>(Kind.class);
        Map<Kind, Set<String>> outputs = new EnumMap<>(Kind.class);
        for (Kind kind : Kind.values()) {
            calls.put(kind, ids(request, kind.callType, CALL_ID));
            outputs.put(kind, ids(request, kind.outputType, kind.outputNames));
        }
        for (Kind kind : Kind.values()) {
            for (String call : of(calls, kind)) {
                boolean asFunction =
                        kind == Kind.LOCAL_SHELL && of(outputs, Kind.FUNCTION).contains(call);
                if (!of(outputs, kind).contains(call) && !asFunction) {
                    throw unpaired("No tool output found for " + kind.words + " " + call + ".");
                }
            }
            for (String output : of(outputs, kind)) {
                boolean ofShell =
                        kind == Kind.FUNCTION && of(calls, Kind.LOCAL_SHELL).contains(output);
                if (!of(calls, kind).contains(output) && !ofShell) {
                    throw unpaired("No tool call found for " + kind.words + " output with call_id " + output + ".");
                }
            }
        }
    }

    /** Every kind has its ids. */
    private static Set<String> of(Map<Kind, Set<String>> ids, Kind kind) {
        return Objects.requireNonNull(ids.get(kind));
    }

    private static Set<String> ids(TurnRequest request, String type, String member) {
        Set<String> ids = new LinkedHashSet<>();
        for (JsonNode item : request.input()) {
            if (TurnRequest.itemType(item).equals(type)
                    && !Json.string(item, member).isEmpty()) {
                ids.add(Json.string(item, member));
            }
        }
        return ids;
    }

    private static RefusedException unpaired(String message) {
        return BadRequests.invalid(message, TurnRequest.INPUT, null);
    }
}
