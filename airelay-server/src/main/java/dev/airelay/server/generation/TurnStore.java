package dev.airelay.server.generation;

import dev.airelay.store.RelayStore;
import dev.airelay.store.conversation.Conversation;
import dev.airelay.store.conversation.ConversationStore;
import dev.airelay.store.conversation.StoredItem;
import dev.airelay.store.frame.StoreException;
import dev.airelay.store.response.ResponseHead;
import dev.airelay.store.response.ResponseObject;
import dev.airelay.store.response.ResponseStore;
import dev.airelay.store.response.RunningResponse;
import dev.airelay.store.response.StoredResponse;
import dev.airelay.transforms.memory.HistoryItem;
import dev.airelay.transforms.memory.LocalTurn;
import dev.airelay.transforms.memory.TurnState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Stores turns: as responses, and in the conversations that they belong to. Every method blocks. */
final class TurnStore {

    private static final System.Logger LOG = System.getLogger(TurnStore.class.getName());
    /** The states of turns that become part of a conversation. */
    static final List<String> SAID = List.of("completed", "incomplete");

    private final ResponseStore responses;
    private final ConversationStore conversations;

    TurnStore(RelayStore store) {
        this.responses = store.responses();
        this.conversations = store.conversations();
    }

    /**
     * Stores a turn that has ended.
     *
     * @throws StoreException if it could not be stored
     */
    void save(LocalTurn turn, TurnState state) {
        if (turn.kept()) {
            responses.save(kept(turn, state));
        }
        converse(turn, state);
    }

    /**
     * Starts to store a turn in progress.
     *
     * @throws StoreException if it cannot be stored
     */
    RunningResponse begin(StoredResponse first) {
        return responses.begin(first);
    }

    /**
     * Adds a turn that has ended to its conversation. A failed one is not added: the conversation continues as if it had not
     * been requested.
     */
    void converse(LocalTurn turn, TurnState state) {
        Optional<String> id = turn.conversationId();
        if (id.isEmpty() || !SAID.contains(state.status())) {
            return;
        }
        List<StoredItem> items = new ArrayList<>(stored(turn.input()));
        items.addAll(stored(state.output()));
        Optional<Conversation> grown = conversations.append(id.get(), items);
        if (grown.isEmpty()) {
            LOG.log(System.Logger.Level.WARNING, "turn_without_conversation id={0}", turn.responseId());
        }
    }

    static StoredResponse kept(LocalTurn turn, TurnState state) {
        ResponseHead head = new ResponseHead(
                turn.responseId(),
                Instant.ofEpochSecond(state.createdEpochSeconds()),
                state.status(),
                turn.background(),
                turn.previousResponseId(),
                turn.conversationId());
        return new StoredResponse(
                new ResponseObject(head, state.response()), stored(turn.input()), stored(state.output()));
    }

    private static List<StoredItem> stored(List<HistoryItem> items) {
        return items.stream()
                .map(item -> new StoredItem(item.id(), item.toBytes()))
                .toList();
    }
}
