package dev.airelay.transforms.reply;

import dev.airelay.transforms.event.UpstreamEvent;
import dev.airelay.transforms.json.JsonMembers;
import dev.airelay.transforms.json.JsonText;

/** Receives the output of one turn of the model, each piece once and in order. */
public interface Turn {

    /** The response is announced; called before anything else, once or never. The members are valid during the call. */
    void announced(JsonMembers response);

    /** The turn has begun; called once, before any text, call or end. */
    void begun();

    /** A call for the client has begun, and its id and name are known unless the turn has ended. */
    void call(ItemState call);

    /** A text continues. Never empty. Arguments and inputs follow their {@link #call}. */
    void text(ItemState item, PartState part, JsonText text);

    /** An item has ended. Called once for each item, including those without text or call. */
    default void finished(ItemState item) {}

    /** The turn has ended, complete or incomplete. */
    void over(MergedResponse response);

    /** The turn failed. */
    void failed(UpstreamEvent event);
}
