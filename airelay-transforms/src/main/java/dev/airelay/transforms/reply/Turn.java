package dev.airelay.transforms.reply;

import dev.airelay.transforms.event.UpstreamEvent;
import dev.airelay.transforms.json.JsonMembers;
import dev.airelay.transforms.json.JsonText;

/** Takes what one turn of the model says, each piece once and in order. */
public interface Turn {

    /** The response is announced; called before anything else, once or never. The members are valid during the call. */
    void announced(JsonMembers response);

    /** The turn has begun; called once, before any text, call or end. */
    void begun();

    /** A call for the client has begun, and its id and name are known unless the turn is over. */
    void call(ItemState call);

    /** A text goes on. Never empty. Arguments and inputs come behind their {@link #call}. */
    void text(ItemState item, PartState part, JsonText text);

    /** Nothing more of an item will come. Called once for each item, also for those without text or call. */
    default void finished(ItemState item) {}

    /** The turn is over, complete or incomplete. */
    void over(MergedResponse response);

    /** The turn failed. */
    void failed(UpstreamEvent event);
}
