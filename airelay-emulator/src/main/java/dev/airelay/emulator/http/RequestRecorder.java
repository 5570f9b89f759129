package dev.airelay.emulator.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.airelay.emulator.api.RecordedHeader;
import dev.airelay.emulator.api.RecordedRequest;
import dev.airelay.emulator.api.RecordedRequest.Ending;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The latest requests, bounded, and those no test has awaited yet. Safe for concurrent use. */
public final class RequestRecorder {
    private static final int FINGERPRINT_BYTES = 8;

    private final int limit;
    private final Predicate<String> unrecorded;
    private final Deque<RecordedRequest> recorded = new ArrayDeque<>();
    private final Deque<RecordedRequest> untaken = new ArrayDeque<>();

    /**
     * Creates an empty recorder.
     *
     * @param limit maximum number of recorded requests; the oldest are dropped first
     * @param unrecorded the paths whose requests are not recorded
     */
    public RequestRecorder(int limit, Predicate<String> unrecorded) {
        this.limit = limit;
        this.unrecorded = unrecorded;
    }

    /** Records a request to a recorded path. Returns a consumer of how the response ends. */
    Consumer<Ending> record(IncomingRequest request) {
        if (unrecorded.test(request.path())) {
            return ending -> {};
        }
        CompletableFuture<Ending> end = new CompletableFuture<>();
        List<RecordedHeader> headers = new ArrayList<>();
        for (Map.Entry<String, String> header : request.headers()) {
            headers.add(new RecordedHeader(header.getKey(), redacted(header.getKey(), header.getValue())));
        }
        RecordedRequest added = new RecordedRequest(request.method(), request.target(), headers, request.body(), end);
        synchronized (recorded) {
            append(recorded, added);
            append(untaken, added);
            recorded.notifyAll();
        }
        return end::complete;
    }

    /** All recorded requests, oldest first. */
    public List<RecordedRequest> all() {
        synchronized (recorded) {
            return List.copyOf(recorded);
        }
    }

    /** Deletes all requests, taken or not. */
    public void clear() {
        synchronized (recorded) {
            recorded.clear();
            untaken.clear();
        }
    }

    /** The oldest request that was not taken before, waiting for it up to {@code limit}. */
    public RecordedRequest take(Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        synchronized (recorded) {
            @Nullable RecordedRequest next = untaken.poll();
            while (next == null) {
                long left = end - System.nanoTime();
                if (left <= 0) {
                    throw new IllegalStateException("no request arrived within " + patience);
                }
                await(left);
                next = untaken.poll();
            }
            return next;
        }
    }

    private void await(long nanos) {
        try {
            // At least a millisecond: zero would wait forever.
            recorded.wait(nanos / 1_000_000 + 1);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for a request", interrupted);
        }
    }

    private void append(Deque<RecordedRequest> requests, RecordedRequest added) {
        if (requests.size() == limit) {
            requests.remove();
        }
        requests.add(added);
    }

    private static String redacted(String name, String value) {
        if (!name.equalsIgnoreCase("authorization") && !name.equalsIgnoreCase("cookie")) {
            return value;
        }
        int space = value.indexOf(' ');
        String scheme = space < 0 ? "" : value.substring(0, space + 1);
        String secret = value.substring(scheme.length());
        String shape = secret.split("\\.", -1).length == 3 ? "jwt" : "opaque";
        return scheme + "sha256:" + fingerprint(secret) + " shape=" + shape + " length=" + secret.length();
    }

    private static String fingerprint(String secret) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(secret.getBytes(UTF_8));
            return HexFormat.of().formatHex(digest, 0, FINGERPRINT_BYTES);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
