package dev.airelay.server.generation;

import dev.airelay.backend.call.CallHandle;
import dev.airelay.backend.call.UpstreamSink;
import dev.airelay.backend.connect.UpstreamException;
import dev.airelay.backend.connect.UpstreamHead;
import dev.airelay.base.JsonTrees;
import dev.airelay.server.http.Callbacks;
import dev.airelay.server.http.StorageFailures;
import dev.airelay.server.upstream.GenerationCalls;
import dev.airelay.store.file.FileIntake;
import dev.airelay.store.file.FileStore;
import dev.airelay.store.file.NewFile;
import dev.airelay.store.frame.StoreException;
import dev.airelay.transforms.event.EventType;
import dev.airelay.transforms.event.UpstreamEvent;
import dev.airelay.transforms.images.Images;
import io.netty.channel.ChannelHandlerContext;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/** Stores the images of a call as files if the client requests it. Safe for concurrent use. */
public final class ImageStorage {

    private static final System.Logger LOG = System.getLogger(ImageStorage.class.getName());
    private static final JsonTrees JSON = JsonTrees.exact();
    /** The purpose of files with images. */
    private static final String PURPOSE = "vision";

    private final FileStore files;
    private final Executor blocking;
    private final Supplier<String> address;

    /**
     * Creates a storage.
     *
     * @param files the store of files
     * @param blocking runs blocking work
     * @param address returns the URL of files without their id
     */
    public ImageStorage(FileStore files, Executor blocking, Supplier<String> address) {
        this.files = files;
        this.blocking = blocking;
        this.address = address;
    }

    /** Returns the URL of files without their id. */
    Supplier<String> address() {
        return address;
    }

    /**
     * Returns the same call, whose events with images are delivered once these are stored, with their URLs.
     *
     * @param lost receives why an image could not be stored; its event is delivered without a file
     */
    GenerationCalls.Call storing(ChannelHandlerContext ctx, GenerationCalls.Call call, Consumer<String> lost) {
        return (meter, sink) -> {
            StoringSink storing = new StoringSink(ctx, sink, lost);
            return storing.over(call.start(meter, storing));
        };
    }

    /** Stores images, on the executor for blocking work; returns their ids by their content. */
    private Map<String, String> store(List<String> images) {
        Map<String, String> ids = new HashMap<>();
        for (String base64 : images) {
            byte[] image = Base64.getDecoder().decode(base64);
            String format = Images.format(image).orElse("");
            NewFile file = new NewFile(
                    format.isEmpty() ? "image.bin" : "image." + format,
                    PURPOSE,
                    format.isEmpty() ? "application/octet-stream" : "image/" + format,
                    Optional.empty());
            try (FileIntake intake = files.receive(file)) {
                intake.write(ByteBuffer.wrap(image));
                ids.put(base64, intake.finish().id());
            }
        }
        return ids;
    }

    /** Delivers events in order. While an image is being stored, later events wait. Used on the event loop only. */
    private final class StoringSink implements UpstreamSink {

        private final ChannelHandlerContext ctx;
        private final UpstreamSink sink;
        private final Consumer<String> lost;
        private final Map<String, String> stored = new HashMap<>();
        private final Deque<UpstreamEvent> waiting = new ArrayDeque<>();
        private @Nullable Runnable end;
        private boolean storing;
        private boolean canceled;
        private long waitingBytes;

        StoringSink(ChannelHandlerContext ctx, UpstreamSink sink, Consumer<String> lost) {
            this.ctx = ctx;
            this.sink = sink;
            this.lost = lost;
        }

        /** Returns the handle of the call; canceling it also ends the wait for files. */
        CallHandle over(CallHandle call) {
            return new CallHandle() {
                @Override
                public void cancel() {
                    canceled = true;
                    waiting.clear();
                    call.cancel();
                }

                @Override
                public void pause() {
                    call.pause();
                }

                @Override
                public void resume() {
                    call.resume();
                }
            };
        }

        @Override
        public void onOpen(UpstreamHead head) {
            sink.onOpen(head);
        }

        @Override
        public void onEvent(UpstreamEvent event) {
            if (storing) {
                UpstreamEvent kept = event.kept();
                waiting.add(kept);
                waitingBytes += kept.size();
            } else {
                pass(event);
            }
        }

        private void pass(UpstreamEvent event) {
            boolean mayHaveImages = event.type() == EventType.OUTPUT_ITEM_DONE
                    || (event.type().terminal() && !event.type().failure());
            JsonNode json = mayHaveImages ? read(event) : MissingNode.getInstance();
            List<ObjectNode> items = Images.itemsIn(json);
            List<String> images = new ArrayList<>();
            for (ObjectNode item : items) {
                String base64 = Images.base64(item);
                if (!stored.containsKey(base64)) {
                    images.add(base64);
                }
            }
            if (items.isEmpty()) {
                sink.onEvent(event);
            } else if (images.isEmpty()) {
                deliver(json, items);
            } else {
                storing = true;
                waitingBytes += event.size();
                storeThen(images, () -> {
                    waitingBytes -= event.size();
                    deliver(json, items);
                });
            }
        }

        private static JsonNode read(UpstreamEvent event) {
            try {
                return JSON.read(event.json());
            } catch (JacksonException malformed) {
                return MissingNode.getInstance();
            }
        }

        private void deliver(JsonNode json, List<ObjectNode> items) {
            for (ObjectNode item : items) {
                String id = stored.get(Images.base64(item));
                if (id != null && !id.isEmpty()) {
                    Images.stored(item, id);
                }
            }
            UpstreamEvent.parse(JSON.write(json)).ifPresent(sink::onEvent);
        }

        private void storeThen(List<String> images, Runnable next) {
            try {
                CompletableFuture.supplyAsync(() -> store(images), blocking)
                        .whenCompleteAsync(
                                (ids, failure) -> Callbacks.guard(ctx, () -> storedOrNot(images, ids, failure, next)),
                                ctx.executor());
            } catch (RejectedExecutionException stopping) {
                storedOrNot(images, null, stopping, next);
            }
        }

        private void storedOrNot(
                List<String> images, @Nullable Map<String, String> ids, @Nullable Throwable failure, Runnable next) {
            storing = false;
            if (canceled) {
                return;
            }
            if (ids == null) {
                images.forEach(image -> stored.put(image, ""));
                lost.accept(reason(failure));
            } else {
                stored.putAll(ids);
            }
            next.run();
            while (!storing && !waiting.isEmpty()) {
                UpstreamEvent event = waiting.remove();
                waitingBytes -= event.size();
                pass(event);
            }
            if (!storing && !canceled) {
                sink.onBatchEnd();
                endIfDue();
            }
        }

        private static String reason(@Nullable Throwable failure) {
            Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
            boolean known = cause instanceof StoreException;
            if (failure != null) {
                StorageFailures.log(
                        LOG,
                        known ? System.Logger.Level.WARNING : System.Logger.Level.ERROR,
                        "image_not_stored",
                        failure);
            }
            return cause instanceof StoreException refused
                    ? refused.failure().name().toLowerCase(Locale.ROOT)
                    : "internal_error";
        }

        private void endIfDue() {
            Runnable due = end;
            end = null;
            if (due != null) {
                due.run();
            }
        }

        @Override
        public void onBatchEnd() {
            if (!storing) {
                sink.onBatchEnd();
            }
        }

        @Override
        public void onComplete() {
            end = sink::onComplete;
            if (!storing) {
                endIfDue();
            }
        }

        @Override
        public void onFailure(UpstreamException failure) {
            end = () -> sink.onFailure(failure);
            if (!storing) {
                endIfDue();
            }
        }

        @Override
        public long heldBytes() {
            return sink.heldBytes() + waitingBytes;
        }

        @Override
        public boolean onBroken(Throwable thrown) {
            return sink.onBroken(thrown);
        }
    }
}
