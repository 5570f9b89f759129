package dev.airelay.emulator.fault;

import dev.airelay.emulator.http.StreamEvent;
import java.util.ArrayList;
import java.util.List;

/** Events of the backend that are not part of the public API and must not reach its clients. */
final class ExtensionEvents {
    private ExtensionEvents() {}

    /** The events with one of each extension after the first, and a keepalive before the last. */
    static List<StreamEvent> added(List<StreamEvent> events) {
        List<StreamEvent> all = new ArrayList<>(events);
        all.addAll(Math.min(1, all.size()), extensions());
        all.add(Math.max(0, all.size() - 1), StreamEvent.of("keepalive"));
        return all;
    }

    private static List<StreamEvent> extensions() {
        StreamEvent metadata = StreamEvent.of("response.metadata");
        metadata.json().putObject("headers").put("openai-model", "emulator");
        metadata.json().putObject("metadata").put("openai_verification_recommendation", "none");
        StreamEvent codexMetadata = StreamEvent.of("codex.response.metadata");
        codexMetadata.json().putObject("metadata").put("emulator", "true");
        StreamEvent timing = StreamEvent.of("responsesapi.websocket_timing");
        timing.json().put("elapsed_ms", 1);
        StreamEvent unknown = StreamEvent.of("emulator.unknown_event");
        unknown.json().put("note", "no client knows this event");
        return List.of(metadata, codexMetadata, timing, unknown, StreamEvent.of("keepalive"));
    }
}
