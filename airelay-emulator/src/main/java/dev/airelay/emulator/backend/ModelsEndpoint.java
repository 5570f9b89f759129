package dev.airelay.emulator.backend;

import dev.airelay.emulator.check.ClientVersion;
import dev.airelay.emulator.check.Credentials;
import dev.airelay.emulator.check.ModelCatalog;
import dev.airelay.emulator.http.Endpoint;
import dev.airelay.emulator.http.Headers;
import dev.airelay.emulator.http.IncomingRequest;
import dev.airelay.emulator.http.Refusal;
import dev.airelay.emulator.http.RefusedException;
import dev.airelay.emulator.http.ScriptedResponse;
import dev.airelay.emulator.http.Transport;
import java.time.Duration;

/** {@code GET /backend-api/codex/models?client_version=x.y.z}: the models that version may use. */
public final class ModelsEndpoint implements Endpoint {
    private final Credentials credentials;
    private final ModelCatalog catalog;

    /** An endpoint that lists the models of that catalog. */
    public ModelsEndpoint(Credentials credentials, ModelCatalog catalog) {
        this.credentials = credentials;
        this.catalog = catalog;
    }

    @Override
    public ScriptedResponse answer(IncomingRequest request) throws RefusedException {
        credentials.check(request);
        ClientVersion version = ClientVersion.in(request.query("client_version"))
                .orElseThrow(() -> new RefusedException(
                        Refusal.detail(400, "client_version must be three numbers such as 0.144.0")));
        return ScriptedResponse.json(200, catalog.listFor(version), Transport.paced(Duration.ZERO))
                .withHeaders(Headers.of("etag", catalog.etag()));
    }
}
