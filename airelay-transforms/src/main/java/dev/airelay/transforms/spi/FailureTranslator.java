package dev.airelay.transforms.spi;

import dev.airelay.transforms.event.UpstreamEvent;
import dev.airelay.transforms.failure.ApiError;
import dev.airelay.transforms.failure.FailureClassifier;
import dev.airelay.transforms.failure.UpstreamFailure;
import dev.airelay.transforms.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Words upstream failures for the client of one request: with the names of its own request, the available models, and the
 * time at which a limit resets. Every upstream failure of a request passes through here once, as an HTTP error or as an
 * event of a stream. Safe for concurrent use.
 */
public final class FailureTranslator {

    /** Clients wait for a limit that resets sooner; the upstream's own message says how long. */
    private static final Duration WORTH_TELLING = Duration.ofSeconds(60);

    private static final int MAX_LISTED_MODELS = 30;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'");

    private final UnaryOperator<String> names;
    private final ModelDirectory models;
    private final InstantSource clock;
    private final Function<ApiError, Optional<Instant>> limitEnds;
    private final String model;

    /**
     * Creates a translator.
     *
     * @param names returns the client's name for a place in the upstream request; the same name if there is no other
     * @param models the available models
     * @param clock the current time
     */
    public FailureTranslator(UnaryOperator<String> names, ModelDirectory models, InstantSource clock) {
        this(names, models, clock, error -> Optional.empty(), "");
    }

    private FailureTranslator(
            UnaryOperator<String> names,
            ModelDirectory models,
            InstantSource clock,
            Function<ApiError, Optional<Instant>> limitEnds,
            String model) {
        this.model = model;
        this.names = names;
        this.models = models;
        this.clock = clock;
        this.limitEnds = limitEnds;
    }

    /** Returns a translator for failures that are not about one request. */
    public static FailureTranslator ofAnyRequest(InstantSource clock) {
        return new FailureTranslator(UnaryOperator.identity(), ModelDirectory.unknown(), clock);
    }

    /**
     * Returns a translator that adds reset times to limits.
     *
     * @param ends returns when the limit of an error resets, for errors that do not say it; empty if unknown
     */
    public FailureTranslator withLimits(Function<ApiError, Optional<Instant>> ends) {
        return new FailureTranslator(names, models, clock, ends, model);
    }

    /** Returns a translator that knows which of the upstream's models the request is for. */
    public FailureTranslator about(String upstreamModel) {
        return new FailureTranslator(names, models, clock, limitEnds, upstreamModel);
    }

    /** Returns the failure, worded for the client. */
    public UpstreamFailure translated(UpstreamFailure failure) {
        ApiError error = failure.error();
        Optional<Duration> wait = failure.retryAfter().or(() -> untilLimitEnds(failure));
        String param = error.param();
        String name = param == null ? null : names.apply(param);
        String message = why(renamed(error.message(), param, name), error) + models(error) + reset(failure, wait);
        return new UpstreamFailure(
                failure.kind(), failure.status(), new ApiError(message, error.type(), name, error.code()), wait);
    }

    private Optional<Duration> untilLimitEnds(UpstreamFailure failure) {
        return failure.kind() == UpstreamFailure.Kind.LIMIT
                ? limitEnds
                        .apply(failure.error())
                        .map(end -> Duration.between(clock.instant(), end))
                        .filter(wait -> !wait.isNegative())
                : Optional.empty();
    }

    /** Returns the same event, or one with its failure worded for the client. */
    public UpstreamEvent translated(UpstreamEvent event) {
        if (!event.type().failure()) {
            return event;
        }
        UpstreamFailure failure =
                FailureClassifier.ofEvent(event, clock.instant().getEpochSecond());
        ApiError error = translated(failure).error();
        if (error.equals(failure.error())
                || !(Json.read(event.json(), 0, event.json().length) instanceof ObjectNode json)) {
            return event;
        }
        ObjectNode reported = error(json);
        reported.put("message", error.message()).put("param", error.param()).put("code", error.code());
        return UpstreamEvent.parse(Json.write(json)).orElse(event);
    }

    /** Returns the object in which the event reports its failure. */
    private static ObjectNode error(ObjectNode event) {
        for (JsonNode place :
                List.of(event.path("error"), event.path("response").path("error"))) {
            if (place instanceof ObjectNode error) {
                return error;
            }
        }
        return event;
    }

    /** Upstream messages quote the place, and its detail texts end with it. */
    private static String renamed(String message, @Nullable String param, @Nullable String name) {
        if (param == null || name == null || param.equals(name)) {
            return message;
        }
        String ending = "parameter: " + param;
        String quoted = message.replace("'" + param + "'", "'" + name + "'");
        return quoted.endsWith(ending) ? quoted.substring(0, quoted.length() - param.length()) + name : quoted;
    }

    /** Adds the reason, if known: a retired model, one that this account lacks, or an outdated version. */
    private String why(String message, ApiError error) {
        if (!FailureClassifier.MODEL_NOT_FOUND.equals(error.code())
                || !message.endsWith(FailureClassifier.MAYBE_OLD_CLIENT)) {
            return message;
        }
        String said = message.substring(0, message.length() - FailureClassifier.MAYBE_OLD_CLIENT.length());
        Optional<ModelDirectory.VersionGap> gap = models.versionGap(model);
        if (gap.isPresent()) {
            return said + " The model needs Codex " + gap.get().needed() + " or newer, and AIRelay reports "
                    + gap.get().reported()
                    + ". Set upstream.client_version in AIRelay's configuration to the version of the"
                    + " current Codex CLI.";
        }
        if (models.names().contains(model)) {
            return said + " The upstream lists this model, but does not serve it to this account now.";
        }
        return models.names().isEmpty()
                ? message
                : said + " It is not in the upstream's list: it has been retired, or it is newer than the version in"
                        + " upstream.client_version.";
    }

    private String models(ApiError error) {
        if (!FailureClassifier.MODEL_NOT_FOUND.equals(error.code())) {
            return "";
        }
        List<String> known = models.names();
        return known.isEmpty()
                ? " GET /v1/models lists the available models."
                : " Available models: "
                        + String.join(", ", known.subList(0, Math.min(known.size(), MAX_LISTED_MODELS)))
                        + (known.size() > MAX_LISTED_MODELS ? ", ..." : "") + ".";
    }

    private String reset(UpstreamFailure failure, Optional<Duration> wait) {
        Optional<Duration> known = wait.filter(time -> time.compareTo(WORTH_TELLING) >= 0);
        if (failure.kind() != UpstreamFailure.Kind.LIMIT || known.isEmpty()) {
            return "";
        }
        Instant end = clock.instant().plus(known.get()).plusSeconds(59).truncatedTo(ChronoUnit.MINUTES);
        return (failure.error().message().endsWith(".") ? "" : ".") + " The limit resets in " + words(known.get())
                + ", at " + TIME.format(end.atOffset(ZoneOffset.UTC)) + ".";
    }

    /** Returns the two largest units, minutes rounded up: {@code 3 h 12 min}. */
    private static String words(Duration time) {
        long minutes = (time.toSeconds() + 59) / 60;
        long days = minutes / (24 * 60);
        long hours = minutes / 60 % 24;
        if (days > 0) {
            return days + " d" + (hours > 0 ? " " + hours + " h" : "");
        }
        String rest = minutes % 60 > 0 ? minutes % 60 + " min" : "";
        return hours == 0 ? rest : (hours + " h " + rest).strip();
    }
}
