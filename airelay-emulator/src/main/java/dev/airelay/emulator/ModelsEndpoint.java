package dev.airelay.emulator;

import java.time.Duration;

/** {@code GET /backend-api/codex/models?client_version=x.y.z}: the models that version may use. */
final class ModelsEndpoint implements Endpoint {
    private final Credentials credentials;
    private final ModelCatalogue catalogue;

    ModelsEndpoint(Credentials credentials, ModelCatalogue catalogue) {
        this.credentials = credentials;
        this.catalogue = catalogue;
    }

    @Override
    public ScriptedResponse answer(IncomingRequest request) throws RefusedException {
        credentials.check(request);
        ClientVersion version = ClientVersion.in(request.query("client_version"))
                .orElseThrow(() -> new RefusedException(
                        Refusal.detail(400, "client_version must be three numbers such as 0.144.0")));
        return ScriptedResponse.json(200, catalogue.listFor(version), Transport.paced(Duration.ZERO))
                .withHeaders(Headers.of("etag", catalogue.etag()));
    }
}
