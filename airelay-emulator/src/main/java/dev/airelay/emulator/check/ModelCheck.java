package dev.airelay.emulator.check;

import dev.airelay.emulator.http.RefusedException;
import dev.airelay.emulator.turn.TurnRequest;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** The model is known, is served to this client's version, and takes the effort asked for. */
final class ModelCheck implements RequestCheck {
    private static final String EFFORT = "reasoning.effort";
    private static final List<String> EFFORTS = List.of("none", "minimal", "low", "medium", "high", "xhigh", "max");

    private final ModelCatalog catalog;

    ModelCheck(ModelCatalog catalog) {
        this.catalog = catalog;
    }

    @Override
    public void check(TurnRequest request) throws RefusedException {
        Optional<ClientVersion> version = ClientVersion.in(request.http().header("version"))
                .or(() -> ClientVersion.in(request.http().header("user-agent")));
        JsonNode model = catalog.find(request.model())
                .orElseThrow(() -> BadRequests.detail("The '" + request.model()
                        + "' model is not supported when using Codex with a ChatGPT account."));
        if (version.isPresent() && !ModelCatalog.serves(model, version.get())) {
            throw BadRequests.detail(
                    "The '" + request.model()
                            + "' model requires a newer version of Codex. Please upgrade to the latest app or CLI and try again.");
        }
        JsonNode effort = request.body().path(TurnRequest.REASONING).path("effort");
        if (effort.isString()) {
            effort(request.model(), effort.stringValue(), ModelCatalog.efforts(model));
        }
    }

    private static void effort(String model, String effort, List<String> listed) throws RefusedException {
        if (!EFFORTS.contains(effort)) {
            throw BadRequests.value(EFFORT, effort, EFFORTS);
        }
        if (!listed.contains(effort)) {
            // A catalog's "ultra" is a client's level, not one of the wire's.
            List<String> supported = listed.stream().filter(EFFORTS::contains).toList();
            throw BadRequests.invalid(
                    "Unsupported value: '" + effort + "' is not supported with the '" + model
                            + "' model. Supported values are: " + BadRequests.listed(supported) + ".",
                    EFFORT,
                    "unsupported_value");
        }
    }
}
