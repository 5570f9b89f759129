package dev.airelay.emulator.check;

import dev.airelay.emulator.common.Json;
import dev.airelay.emulator.turn.TurnRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The models the emulator serves, read from the resource {@code models.json}. Immutable. */
public final class ModelCatalog {
    private static final String RESOURCE = "models.json";
    private static final String MODELS = "models";
    private static final String SLUG = "slug";

    private final List<JsonNode> models;
    private final String etag;

    private ModelCatalog(List<JsonNode> models, String etag) {
        this.models = List.copyOf(models);
        this.etag = etag;
    }

    /** Reads the catalog of the module. */
    public static ModelCatalog load() {
        try (InputStream in = ModelCatalog.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("the resource " + RESOURCE + " is missing from the module");
            }
            byte[] bytes = in.readAllBytes();
            JsonNode root = Json.read(bytes).orElseThrow(() -> new IllegalStateException(RESOURCE + " is not JSON"));
            CRC32 checksum = new CRC32();
            checksum.update(bytes);
            return new ModelCatalog(
                    TurnRequest.elements(root.path(MODELS)), "W/\"" + Long.toHexString(checksum.getValue()) + "\"");
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot read the resource " + RESOURCE, unreadable);
        }
    }

    /** The entity tag of the whole catalog. */
    public String etag() {
        return etag;
    }

    /** The reply of the models endpoint for a client of that version. */
    public ObjectNode listFor(ClientVersion version) {
        ObjectNode reply = Json.object();
        ArrayNode listed = reply.putArray(MODELS);
        models.stream().filter(model -> serves(model, version)).forEach(listed::add);
        return reply;
    }

    /** The entry of a slug; hidden models are found too. */
    Optional<JsonNode> find(String slug) {
        return models.stream()
                .filter(model -> Json.string(model, SLUG).equals(slug))
                .findFirst();
    }

    static boolean serves(JsonNode model, ClientVersion version) {
        return ClientVersion.in(Json.string(model, "minimal_client_version"))
                .map(minimum -> version.compareTo(minimum) >= 0)
                .orElse(true);
    }

    /** The efforts a model takes, in the catalog's order. */
    static List<String> efforts(JsonNode model) {
        return TurnRequest.elements(model.path("supported_reasoning_levels")).stream()
                .map(level -> Json.string(level, "effort"))
                .toList();
    }
}
