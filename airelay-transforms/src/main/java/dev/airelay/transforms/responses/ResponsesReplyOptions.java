package dev.airelay.transforms.responses;

import dev.airelay.transforms.reply.ItemForm;
import java.time.InstantSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What of a Responses request shapes its reply.
 *
 * @param local members of the response object that the relay answers for itself, such as {@code metadata} and
 *     {@code store}: they replace the upstream's in every response object; not changed after construction
 * @param echo members that repeat the request where the upstream does not tell what it used; not changed after
 *     construction
 * @param encryptedReasoning whether the client asked to see the encrypted form of reasoning
 * @param model the model that was asked for, told where the upstream names none
 * @param fallbackId token for ids that the upstream left out, without a prefix
 * @param createdEpochSeconds creation time, used where the upstream reports none
 * @param clock tells the time of completion where the upstream reports none
 */
public record ResponsesReplyOptions(
        ObjectNode local,
        ObjectNode echo,
        boolean encryptedReasoning,
        String model,
        String fallbackId,
        long createdEpochSeconds,
        InstantSource clock) {

    /** Creates the options of a reply that shows all and repeats nothing. */
    public ResponsesReplyOptions(
            ObjectNode local, String model, String fallbackId, long createdEpochSeconds, InstantSource clock) {
        this(local, JsonNodeFactory.instance.objectNode(), true, model, fallbackId, createdEpochSeconds, clock);
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

    /** Returns the form of output items as the client sees them. */
    ItemForm shownItems() {
        return new ItemForm(fallbackId, encryptedReasoning, this::offersPlain);
    }

    /** Returns the form of output items with all that the upstream says of them. */
    ItemForm wholeItems() {
        return new ItemForm(fallbackId, true, this::offersPlain);
    }

    /** Returns whether the turn runs in the background. */
    boolean background() {
        return local.path("background").booleanValue(false);
    }
}
