package dev.airelay.server.trace;

import dev.airelay.traffic.record.Measures;
import dev.airelay.traffic.record.ModelAnswer;
import dev.airelay.traffic.record.TokenUsage;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One request in the list of {@link RecentRequests}: for a model, or one that failed. Holds no body and no header but the
 * client's name for itself. Its trace changes it on an event loop, the log's thread adds what it reads from the answer; both, and
 * readers, hold the list's lock.
 */
public final class RecentRequest {
    static final int MAX_TEXT = 400;

    private final RecentRequests list;
    private final long number;
    private final String id;
    private final String method;
    private final String path;
    private final String clientIp;
    private final String userAgent;
    private final long startedMillis;
    private long version;
    private String model = "";
    private String effort = "";
    private boolean waiting;
    private @Nullable Duration waited;
    private @Nullable Duration firstToken;
    private int retries;
    private boolean ended;
    private int status;
    private boolean complete;
    private @Nullable Measures measures;
    private @Nullable TokenUsage usage;
    private List<String> ignored = List.of();
    private @Nullable String errorCode;
    private @Nullable String errorMessage;

    /**
     * A request as it is at one moment.
     *
     * @param number counts the requests of this run, from 1
     * @param startedMillis in milliseconds since 1970
     * @param userAgent the client's name for itself, shortened; empty when it sends none
     * @param model as it was asked for, then as it answered; empty when none was asked
     * @param effort the reasoning effort; empty when none was asked for
     * @param waiting whether it waits for a free place
     * @param waited for a free place; null when there was one at once
     * @param firstToken from the request's head to the first content; null before it
     * @param retries upstream calls that were repeated
     * @param ended whether the answer has ended; without it the members below have no meaning
     * @param status as sent; 0 when the client had gone before
     * @param complete whether the last byte was sent
     * @param usage null when the answer states none
     * @param ignored parameters that had no effect
     * @param errorCode null when nothing failed
     * @param errorMessage in the words that the client got; null when there are none
     */
    public record View(
            long number,
            String id,
            String method,
            String path,
            String clientIp,
            String userAgent,
            long startedMillis,
            String model,
            String effort,
            boolean waiting,
            @Nullable Duration waited,
            @Nullable Duration firstToken,
            int retries,
            boolean ended,
            int status,
            boolean complete,
            @Nullable Measures measures,
            @Nullable TokenUsage usage,
            List<String> ignored,
            @Nullable String errorCode,
            @Nullable String errorMessage) {}

    RecentRequest(RecentRequests list, long number, RequestFacts facts, long startedMillis) {
        this.list = list;
        this.number = number;
        this.id = facts.id();
        this.method = shortened(facts.method());
        this.path = shortened(facts.path());
        this.clientIp = facts.clientIp();
        String agent = facts.userAgent();
        this.userAgent = agent == null ? "" : shortened(agent);
        this.startedMillis = startedMillis;
        this.version = list.next();
    }

    static String shortened(String text) {
        return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT) + "…";
    }

    long number() {
        return number;
    }

    String userAgent() {
        return userAgent;
    }

    long version() {
        return version;
    }

    boolean ended() {
        return ended;
    }

    void asks(String asked, String atEffort) {
        synchronized (list) {
            model = asked;
            effort = atEffort;
            version = list.next();
        }
    }

    void waits() {
        synchronized (list) {
            waiting = true;
            version = list.next();
        }
    }

    void admitted(Duration after) {
        synchronized (list) {
            waiting = false;
            waited = after;
            version = list.next();
        }
    }

    void firstToken(Duration after) {
        synchronized (list) {
            firstToken = after;
            version = list.next();
        }
    }

    void retried() {
        synchronized (list) {
            retries++;
            version = list.next();
        }
    }

    void failed(String code, @Nullable String message) {
        synchronized (list) {
            errorCode = code;
            if (message != null) {
                errorMessage = shortened(message);
            }
            version = list.next();
        }
    }

    /** The answer has ended. */
    void ends(int answered, boolean whole, Measures figures, List<String> dropped) {
        synchronized (list) {
            ended = true;
            waiting = false;
            status = answered;
            complete = whole;
            measures = figures;
            ignored = dropped;
            list.ended(this, failed());
            version = list.next();
        }
    }

    /** The usage and the error in the response have been read. */
    void answered(@Nullable ModelAnswer answer, String code, String message) {
        synchronized (list) {
            if (answer != null) {
                model = answer.model() == null || answer.model().isEmpty() ? model : shortened(answer.model());
                usage = answer.usage();
                list.spent(usage);
            }
            if (!message.isEmpty()) {
                errorCode = code.isEmpty() ? errorCode : shortened(code);
                errorMessage = shortened(message);
            }
            list.explained(this);
            version = list.next();
        }
    }

    /** Returns whether the client got an error. A client that leaves early does not count. */
    boolean failed() {
        return ended && (status >= RequestTrace.FIRST_ERROR_STATUS || errorCode != null);
    }

    @Nullable
    String errorMessage() {
        return errorMessage;
    }

    View view() {
        return new View(
                number,
                id,
                method,
                path,
                clientIp,
                userAgent,
                startedMillis,
                model,
                effort,
                waiting,
                waited,
                firstToken,
                retries,
                ended,
                status,
                complete,
                measures,
                usage,
                ignored,
                errorCode,
                errorMessage);
    }
}
