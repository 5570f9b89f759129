package dev.airelay.server.generation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.server.GenerationRig;
import dev.airelay.server.HttpMessages;
import dev.airelay.transforms.memory.TurnState;
import io.netty.handler.codec.http.HttpVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class TurnPersisterTest {

    private static final Optional<TurnState> TURN = Optional.of(new TurnState("completed", 1, new byte[0], List.of()));

    private final List<Optional<String>> results = new ArrayList<>();

    @Test
    void withoutATurnTheAnswerDoesNotWait() {
        TurnPersister never = state -> new CompletableFuture<>();

        never.keepThen(Optional.empty(), Runnable::run, results::add);

        assertThat(results).containsExactly(Optional.empty());
    }

    @Test
    void responseWaitsUntilTheTurnIsStored() {
        CompletableFuture<Optional<String>> kept = new CompletableFuture<>();
        TurnPersister keeper = state -> kept;

        keeper.keepThen(TURN, Runnable::run, results::add);
        assertThat(results).isEmpty();

        kept.complete(Optional.of("disk_full"));
        assertThat(results).containsExactly(Optional.of("disk_full"));
    }

    @Test
    void responseThatCouldNotBeStoredSaysSo() {
        GenerationRig rig = new GenerationRig();

        rig.head(HttpVersion.HTTP_1_1).keptOrNot(Optional.of("disk_full")).writeObject(new byte[] {'{', '}'});

        HttpMessages.Seen answer = HttpMessages.answer(rig.channel);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers().get("x-airelay-not-kept")).isEqualTo("disk_full");
        rig.channel.finishAndReleaseAll();
    }
}
