package dev.airelay.transforms.tool;

import dev.airelay.transforms.request.Disclosures;
import dev.airelay.transforms.request.Location;
import dev.airelay.transforms.request.Member;
import dev.airelay.transforms.request.MemberNames;
import dev.airelay.transforms.request.Rejections;
import dev.airelay.transforms.request.Shape;
import dev.airelay.transforms.request.UpstreamBody;
import dev.airelay.transforms.request.UpstreamMember;
import dev.airelay.transforms.request.Value;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.StringNode;

/** A request's tool settings, collected while its parameters are read and set in the upstream body at the end. */
public final class ToolSettings {

    /** The members of a tool choice that is an object. */
    public static final Shape CHOICE = ToolChoice.SHAPE;

    /** The members of the former {@code function_call}. */
    public static final Shape FUNCTION_CALL = Shape.object(Member.sent("name"));

    private static final String SEARCH = "tool_search";
    private static final String NO_TOOLS =
            "This route does not allow tools. Use the same route without /no-tools instead.";

    private final boolean allowed;
    private final ToolOffer offer = new ToolOffer();
    private final ToolNames names = new ToolNames();
    private @Nullable Value choice;
    private boolean parallel = true;
    private boolean parallelForbidden;

    /**
     * Creates settings without tools.
     *
     * @param allowed false to reject every request that offers or requires a tool
     */
    public ToolSettings(boolean allowed) {
        this.allowed = allowed;
    }

    /** Returns the tools collected so far. */
    public ToolOffer offer() {
        return offer;
    }

    /** Returns the names of all tools, offered or called. */
    public ToolNames names() {
        return names;
    }

    /** Rejects tools offered at {@code at} if the route allows none. */
    public void checkAllowed(Location at) {
        if (!allowed) {
            throw Rejections.unsupportedParameter(at, NO_TOOLS);
        }
    }

    /** Sets the tool choice. */
    public void choose(Value value) {
        boolean harmless = value.isText() && ToolChoice.demandsNothing(value.text());
        if (!allowed && !harmless) {
            throw Rejections.unsupportedValue(value.at(), NO_TOOLS);
        }
        if (choice != null) {
            throw Rejections.invalid(value.at(), "Only one of 'tool_choice' and 'function_call' may be given.");
        }
        choice = value;
        if (ToolChoice.forbidsParallelUse(value)) {
            parallelForbidden = true;
        }
    }

    /** Records the request's own name of its choice, see {@link MemberNames}. */
    public void nameIn(Map<String, String> byUpstreamName) {
        if (choice != null) {
            MemberNames.note(byUpstreamName, "tool_choice", choice.at());
        }
    }

    /** Rejects a choice without any parameter for tools, as Chat Completions does. */
    public void rejectChoiceAlone() {
        if (choice != null && allowed) {
            throw ToolChoice.withoutTools(choice);
        }
    }

    /** Sets whether the model may call several tools at once; true unless set. */
    public void parallel(boolean value) {
        parallel = value;
    }

    /**
     * Sets tools, choice and parallelism in the body; nothing if there is no tool. Without a search nothing could load a
     * tool later, and the upstream rejects the member then.
     */
    public void applyTo(UpstreamBody body, Disclosures disclosures) {
        if (offer.isEmpty()) {
            if (choice != null) {
                ToolChoice.checkWithoutTools(choice);
            }
            return;
        }
        if (!offer.mayHave(SEARCH) && offer.withoutDeferral()) {
            disclosures.leaveOut(Location.root().member("tools").member(ToolShapes.DEFERRED));
        }
        if (!offer.tools().isEmpty()) {
            body.set(UpstreamMember.TOOLS, offer.tools());
        }
        body.set(
                UpstreamMember.TOOL_CHOICE,
                choice == null ? StringNode.valueOf("auto") : ToolChoice.read(choice, offer, names));
        body.set(UpstreamMember.PARALLEL_TOOL_CALLS, parallel && !parallelForbidden);
    }
}
