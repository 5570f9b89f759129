package dev.airelay.emulator.backend;

import dev.airelay.emulator.check.Credentials;
import dev.airelay.emulator.common.Ids;
import dev.airelay.emulator.common.Json;
import dev.airelay.emulator.fault.StatusScripts;
import dev.airelay.emulator.http.Endpoint;
import dev.airelay.emulator.http.Headers;
import dev.airelay.emulator.http.IncomingRequest;
import dev.airelay.emulator.http.Refusal;
import dev.airelay.emulator.http.RefusedException;
import dev.airelay.emulator.http.ScriptedResponse;
import dev.airelay.emulator.http.Transport;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * {@code POST /backend-api/transcribe}: accepts a form with a file, and answers with the amount of audio. Like the real
 * firewall, it rejects requests with unexpected headers.
 */
public final class TranscribeEndpoint implements Endpoint {
    /** The headers that the route expects, that HTTP itself needs, and that mark the workspace of an account. */
    private static final Set<String> EXPECTED = Set.of(
            "authorization",
            "chatgpt-account-id",
            "user-agent",
            "originator",
            "version",
            "host",
            "connection",
            "content-type",
            "content-length",
            "transfer-encoding",
            "x-openai-account-routing-override",
            "x-openai-internal-codex-residency");

    private static final Set<String> FIELDS = Set.of("file", "prompt", "language");
    private static final int MAX_FILE_BYTES = 25 * 1024 * 1024;

    private final Credentials credentials;
    private final Ids ids;

    /** An endpoint for clients with accepted credentials. */
    public TranscribeEndpoint(Credentials credentials, Ids ids) {
        this.credentials = credentials;
        this.ids = ids;
    }

    @Override
    public ScriptedResponse answer(IncomingRequest http) throws RefusedException {
        ScriptedResponse plain = ScriptedResponse.json(200, Json.object(), Transport.paced(Duration.ZERO))
                .withHeaders(Headers.of("x-request-id", ids.request()));
        Optional<String> unexpected = http.headers().names().stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .filter(name -> !EXPECTED.contains(name))
                .findFirst();
        if (unexpected.isPresent()) {
            return StatusScripts.challenge(plain, 403);
        }
        credentials.checkTurn(http);
        FormData form = FormData.of(http);
        for (String name : form.names()) {
            if (!FIELDS.contains(name)) {
                throw new RefusedException(Refusal.detail("Unsupported parameter: " + name));
            }
        }
        FormData.Part file = form.part("file")
                .filter(part -> !part.filename().isEmpty())
                .orElseThrow(() -> new RefusedException(Refusal.detail(422, "Field required: file")));
        if (file.content().length > MAX_FILE_BYTES) {
            throw new RefusedException(Refusal.detail(413, "The file is larger than 25 MB"));
        }
        if (file.content().length == 0) {
            throw new RefusedException(Refusal.detail(400, "The audio file could not be decoded"));
        }
        return plain.answering(200, Json.object().put("text", heard(file, form)));
    }

    private static String heard(FormData.Part file, FormData form) {
        return "[emulator] I heard " + file.content().length + " bytes of " + file.filename()
                + form.text("language").map(language -> " in " + language).orElse("")
                + form.text("prompt")
                        .map(prompt -> ", after \"" + prompt + "\"")
                        .orElse("") + ".";
    }
}
