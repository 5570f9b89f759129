package dev.airelay.transforms.reply;

import dev.airelay.transforms.event.UpstreamEvent;
import dev.airelay.transforms.json.JsonText;
import tools.jackson.databind.node.ObjectNode;

/** Takes what one turn of the model says, each piece once and in order. */
public interface Turn {

    /** The response is announced; called before anything else, perhaps more than once, perhaps never. */
    void announced(ObjectNode response);

    /** The turn has begun; called once, before any text, call or end. */
    void begun();

    /** A call for the client has begun, and its id and name are known unless the turn is over. */
    void call(ItemState call);

    /** A text goes on. Never empty. Arguments and inputs come behind their {@link #call}. */
    void text(ItemState item, PartState part, JsonText text);

    /** The turn is over, complete or incomplete. */
    void over(MergedResponse response);

    /** The turn failed. */
    void failed(UpstreamEvent event);
}
