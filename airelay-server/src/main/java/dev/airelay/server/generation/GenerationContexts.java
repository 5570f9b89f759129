package dev.airelay.server.generation;

import dev.airelay.server.http.RelayRequest;
import dev.airelay.transforms.failure.RequestRejected;
import dev.airelay.transforms.spi.CustomCallForm;
import dev.airelay.transforms.spi.FileDirectory;
import dev.airelay.transforms.spi.ModelDirectory;
import dev.airelay.transforms.spi.ReasoningExposure;
import dev.airelay.transforms.spi.RequestOrigin;
import dev.airelay.transforms.spi.TranslationContext;
import dev.airelay.transforms.spi.TranslationSettings;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Creates the context for translating a generation request.
 *
 * @param settings the owner's settings
 * @param models returns the models known now; never waits
 * @param ids supplies fresh id tokens
 * @param clock the current time
 */
public record GenerationContexts(
        TranslationSettings settings, Supplier<ModelDirectory> models, Supplier<String> ids, InstantSource clock) {

    /** Headers in which clients name their conversation, most specific first. */
    private static final List<String> SESSION_HEADERS =
            List.of("session-id", "session_id", "conversation_id", "x-claude-code-session-id");

    /** Header in which a client chooses the form of reasoning. */
    private static final String REASONING_HEADER = "x-airelay-reasoning";

    /** Header in which a client chooses the form of calls of custom tools. */
    private static final String CUSTOM_CALLS_HEADER = "x-airelay-custom-calls";

    public TranslationContext of(RelayRequest request, boolean toolsAllowed) {
        return new TranslationContext(
                settings(request),
                new RequestOrigin(
                        toolsAllowed,
                        session(request),
                        request.socketTurn().map(turn -> !turn.generates()).orElse(false)),
                models.get(),
                FileDirectory.empty(),
                ids,
                clock);
    }

    private static Optional<String> session(RelayRequest request) {
        for (String name : SESSION_HEADERS) {
            String value = request.headers().get(name);
            if (value != null && !value.isBlank()) {
                return Optional.of(value);
            }
        }
        return Optional.empty();
    }

    private TranslationSettings settings(RelayRequest request) {
        TranslationSettings chosen = settings;
        String reasoning = request.headers().get(REASONING_HEADER);
        if (reasoning != null && !reasoning.isBlank()) {
            chosen = chosen.withReasoning(ReasoningExposure.of(reasoning.strip())
                    .orElseThrow(() -> invalid(REASONING_HEADER, ReasoningExposure.wireNames())));
        }
        String customCalls = request.headers().get(CUSTOM_CALLS_HEADER);
        if (customCalls != null && !customCalls.isBlank()) {
            chosen = chosen.withCustomCalls(CustomCallForm.of(customCalls.strip())
                    .orElseThrow(() -> invalid(CUSTOM_CALLS_HEADER, CustomCallForm.wireNames())));
        }
        return chosen;
    }

    private static RequestRejected invalid(String header, List<String> names) {
        return RequestRejected.badRequest(
                header,
                "invalid_value",
                "Invalid header '" + header + "'. Supported values are: " + String.join(", ", names) + ".");
    }
}
