package dev.airelay.transforms.responses;

import dev.airelay.transforms.event.EventType;
import dev.airelay.transforms.failure.ApiError;
import dev.airelay.transforms.json.JsonMembers;
import dev.airelay.transforms.json.JsonName;
import dev.airelay.transforms.json.JsonSlice;
import dev.airelay.transforms.memory.TurnState;
import dev.airelay.transforms.reply.EventMember;
import dev.airelay.transforms.reply.MergedResponse;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * Sends the events of the response itself, each once and in order.
 *
 * <pre>
 *   created → in_progress → completed | incomplete | failed | nothing if given up → [DONE]
 *      └ queued ┘ in the background
 * </pre>
 */
final class ResponseEvents {

    private static final JsonName ERROR = new JsonName("error");
    private static final String QUEUED = "queued";
    private static final String IN_PROGRESS = "in_progress";

    private final EventFrames frames;
    private final MergedResponse response = new MergedResponse();
    private final ResponseAssembler assembler;
    private final boolean background;
    /** The object while the turn runs, as last sent: the next event usually repeats it. */
    private byte[] running = {};

    private String runningStatus = "";
    private int runningChanges;
    private boolean created;
    private boolean inProgress;
    private boolean ended;

    ResponseEvents(EventFrames frames, ResponsesReplyOptions options) {
        this.frames = frames;
        this.assembler = new ResponseAssembler(options, response);
        this.background = options.background();
    }

    /** Returns the merged response objects of the upstream. */
    MergedResponse response() {
        return response;
    }

    /** Returns whether the last event was sent. */
    boolean ended() {
        return ended;
    }

    /** Announces the response; a background response is first queued, if only for a moment. */
    void create() {
        if (!created) {
            created = true;
            running(EventType.CREATED, firstStatus());
            if (background) {
                running(EventType.QUEUED, QUEUED);
            }
        }
    }

    /** Announces a background response before the upstream has sent anything. */
    void announce() {
        if (background) {
            create();
        }
    }

    /** Adopts the upstream's announcement. */
    void announced(EventType type, JsonMembers said) {
        response.learn(said);
        create();
        if (type == EventType.IN_PROGRESS) {
            start();
        } else if (type == EventType.QUEUED && !inProgress && !background) {
            running(EventType.QUEUED, QUEUED);
        }
    }

    /** Makes sure that the client has received {@code in_progress}. */
    void start() {
        create();
        if (!inProgress) {
            inProgress = true;
            running(EventType.IN_PROGRESS, IN_PROGRESS);
        }
    }

    private String firstStatus() {
        return background ? QUEUED : IN_PROGRESS;
    }

    private void running(EventType type, String status) {
        if (!status.equals(runningStatus) || response.changes() != runningChanges) {
            running = assembler.running(status);
            runningStatus = status;
            runningChanges = response.changes();
        }
        frames.event(type).set(EventMember.RESPONSE, JsonSlice.of(running)).send();
    }

    /** Returns the response while the turn runs. */
    JsonSlice running() {
        return JsonSlice.of(assembler.running(IN_PROGRESS));
    }

    /** Returns the response's id for the client. */
    String id() {
        return assembler.id();
    }

    /** Ends the turn as the upstream did. */
    void end(List<JsonSlice> output) {
        frames.event(response.completed() ? EventType.COMPLETED : EventType.INCOMPLETE)
                .set(EventMember.RESPONSE, JsonSlice.of(assembler.ended(output)))
                .send();
        over();
    }

    /** Ends the turn with an error. */
    void fail(ApiError error, List<JsonSlice> output) {
        start();
        // Some clients require that the code is text.
        ApiError coded =
                error.code() != null ? error : new ApiError(error.message(), error.type(), error.param(), error.type());
        fail(frames, coded, JsonSlice.of(assembler.failed(coded, output)));
        over();
    }

    /**
     * Sends the event of a failed response. It contains the error twice: OpenAI's SDKs raise one for every event with a
     * member {@code error}, other clients read the response. An {@code error} event before it would look like a second
     * failure.
     */
    static void fail(EventFrames frames, ApiError error, JsonSlice response) {
        frames.event(EventType.FAILED)
                .set(EventMember.RESPONSE, response)
                .set(ERROR, error.toNode())
                .send();
    }

    /** Ends the turn because the client canceled it, for which OpenAI has no event. */
    void cancel(List<JsonSlice> output) {
        assembler.cancelled(output);
        over();
    }

    private void over() {
        frames.done();
        ended = true;
    }

    /** Returns the turn in the state last sent to the client, to be stored with these items. */
    TurnState turn(List<ObjectNode> output) {
        if (!created && !ended) {
            assembler.running(firstStatus());
        }
        return assembler.turn(output);
    }
}
