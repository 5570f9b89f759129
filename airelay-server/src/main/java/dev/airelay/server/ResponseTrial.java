package dev.airelay.server;

import dev.airelay.backend.call.CallPlan;
import dev.airelay.backend.call.CodexClient;
import dev.airelay.backend.call.UpstreamSink;
import dev.airelay.backend.connect.UpstreamException;
import dev.airelay.base.JsonTrees;
import dev.airelay.server.http.MemoryBudget;
import dev.airelay.server.http.RandomIds;
import dev.airelay.server.upstream.AnswerBounds;
import dev.airelay.transforms.chat.ChatDialect;
import dev.airelay.transforms.event.UpstreamEvent;
import dev.airelay.transforms.spi.FileDirectory;
import dev.airelay.transforms.spi.ModelDirectory;
import dev.airelay.transforms.spi.ObjectEncoder;
import dev.airelay.transforms.spi.RequestOrigin;
import dev.airelay.transforms.spi.Translation;
import dev.airelay.transforms.spi.TranslationContext;
import dev.airelay.transforms.spi.TranslationSettings;
import io.netty.channel.EventLoop;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Asks one model for one word, by the same path as a chat request. */
final class ResponseTrial implements UpstreamSink {
    private static final int SHOWN_CHARACTERS = 40;
    /** The limit of a response of one word. */
    private static final long MAX_BYTES = 1 << 20;

    private final ObjectEncoder encoder;
    private final CompletableFuture<String> answer = new CompletableFuture<>();

    private ResponseTrial(ObjectEncoder encoder) {
        this.encoder = encoder;
    }

    /** Returns the beginning of the model's response; fails with an {@link UpstreamException}. */
    static CompletionStage<String> run(CodexClient client, EventLoop loop, String model) {
        Translation translation = new ChatDialect().translate(request(model), context());
        ResponseTrial trial = new ResponseTrial(translation.reply().objectEncoder());
        AnswerBounds bounds = new AnswerBounds(MAX_BYTES, new MemoryBudget(2 * MAX_BYTES), Duration.ofSeconds(1));
        CallPlan plan = CallPlan.once(bounds.share());
        loop.execute(() -> {
            try {
                client.open(loop, translation::request, plan, trial);
            } catch (RuntimeException | Error notStarted) {
                trial.answer.completeExceptionally(notStarted);
            }
        });
        return trial.answer;
    }

    private static ObjectNode request(String model) {
        ObjectNode request = JsonNodeFactory.instance.objectNode().put("model", model);
        request.putArray("messages").addObject().put("role", "user").put("content", "Answer with the word ok only.");
        return request;
    }

    private static TranslationContext context() {
        return new TranslationContext(
                TranslationSettings.defaults(),
                new RequestOrigin(false, Optional.empty()),
                ModelDirectory.unknown(),
                FileDirectory.empty(),
                new RandomIds(new SecureRandom()),
                InstantSource.system());
    }

    @Override
    public void onEvent(UpstreamEvent event) {
        encoder.accept(event);
    }

    @Override
    public long heldBytes() {
        return encoder.heldBytes();
    }

    @Override
    public void onComplete() {
        ObjectEncoder.Outcome outcome = encoder.finish();
        if (outcome instanceof ObjectEncoder.Outcome.Finished finished) {
            answer.complete(text(finished.json()));
        } else if (outcome instanceof ObjectEncoder.Outcome.Failed failed) {
            answer.completeExceptionally(new UpstreamException(failed.failure()));
        }
    }

    @Override
    public boolean onBroken(Throwable thrown) {
        return answer.completeExceptionally(thrown);
    }

    private static String text(byte[] completion) {
        String text = JsonTrees.usual()
                .read(completion)
                .at("/choices/0/message/content")
                .asString("")
                .strip();
        return text.length() <= SHOWN_CHARACTERS ? text : text.substring(0, SHOWN_CHARACTERS) + "…";
    }

    @Override
    public void onFailure(UpstreamException failure) {
        answer.completeExceptionally(failure);
    }
}
