package dev.airelay.transforms.responses;

import dev.airelay.transforms.json.Json;
import dev.airelay.transforms.reply.ItemForm;
import java.time.InstantSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The options of a Responses reply.
 *
 * @param local members of the response object that the relay itself provides, such as {@code metadata} and {@code
 *     store}: they replace the upstream's in every response object; not changed after construction
 * @param echo members that repeat the request if the upstream does not report the value in use; not changed after
 *     construction
 * @param encryptedReasoning whether the client requested the encrypted form of reasoning
 * @param model the requested model, used if the upstream names none
 * @param fallbackId token for ids that the upstream omits, without a prefix
 * @param createdEpochSeconds creation time, used if the upstream reports none
 * @param clock for the time of completion if the upstream reports none
 */
public record ResponsesReplyOptions(
        ObjectNode local,
        ObjectNode echo,
        boolean encryptedReasoning,
        String model,
        String fallbackId,
        long createdEpochSeconds,
        InstantSource clock) {

    /** Creates the options of a reply that shows everything and repeats nothing. */
    public ResponsesReplyOptions(
            ObjectNode local, String model, String fallbackId, long createdEpochSeconds, InstantSource clock) {
        this(local, Json.object(), true, model, fallbackId, createdEpochSeconds, clock);
    }

    /** Returns whether the request offers a tool of this name outside of namespaces, and no namespace of this name. */
    boolean offersPlain(String tool) {
        boolean plain = false;
        for (JsonNode offered : echo.path("tools")) {
            if (offered.path("name").asString("").equals(tool)) {
                if (offered.path("type").asString("").equals("namespace")) {
                    return false;
                }
                plain = true;
            }
        }
        return plain;
    }

    /** Returns the form of output items for clients. */
    ItemForm shownItems() {
        return new ItemForm(fallbackId, encryptedReasoning, this::offersPlain);
    }

    /** Returns the form of output items with everything from the upstream. */
    ItemForm wholeItems() {
        return new ItemForm(fallbackId, true, this::offersPlain);
    }

    /** Returns whether the turn runs in the background. */
    boolean background() {
        return local.path("background").booleanValue(false);
    }
}
