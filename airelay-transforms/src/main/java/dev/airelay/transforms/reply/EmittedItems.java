package dev.airelay.transforms.reply;

import dev.airelay.transforms.event.UpstreamEvent;
import dev.airelay.transforms.json.Json;
import dev.airelay.transforms.memory.HistoryItem;
import dev.airelay.transforms.memory.TurnState;
import java.util.List;

/** The items of one turn as far as the client saw them, for a conversation. Not safe for concurrent use. */
final class EmittedItems {

    private static final byte[] NO_RESPONSE = {};

    private final String token;
    private final long epochSeconds;
    private final List<String> stops;
    private final ReplyCollector collector;
    private boolean failed;

    EmittedItems(String token, long epochSeconds, List<String> stops) {
        this.token = token;
        this.epochSeconds = epochSeconds;
        this.stops = stops;
        this.collector = new ReplyCollector(epochSeconds);
    }

    void accept(UpstreamEvent event) {
        collector.accept(event);
    }

    long heldBytes() {
        return ReplyCollector.COPIES * collector.heldBytes();
    }

    /** Notes that the turn broke off. */
    void fail() {
        failed = true;
    }

    /**
     * Returns the turn.
     *
     * @param over whether the reply is complete; if the upstream's turn is not, a stop sequence ended it
     */
    TurnState turn(boolean over) {
        boolean stopped = over && !failed && !collector.ended();
        boolean well = stopped || (!failed && collector.failure().isEmpty());
        String status =
                !well ? "failed" : stopped ? "completed" : collector.response().status();
        List<HistoryItem> items = new StoppedText(stops)
                .cut(collector.items(new ItemForm(token))).stream()
                        .map(item -> new HistoryItem(Json.text(item, "id"), item))
                        .toList();
        return new TurnState(status, epochSeconds, NO_RESPONSE, items);
    }
}
