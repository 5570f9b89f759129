package dev.airelay.server.upstream;

import dev.airelay.backend.account.LimitReader;
import dev.airelay.backend.account.LimitReport;
import dev.airelay.backend.account.LimitWindow;
import dev.airelay.backend.call.CallObserver;
import dev.airelay.backend.connect.UpstreamException;
import dev.airelay.backend.connect.UpstreamHead;
import dev.airelay.transforms.event.EventType;
import dev.airelay.transforms.event.UpstreamEvent;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The latest values of the plan's limits, from the responses to generations. Safe for concurrent use. */
public final class LiveLimits implements CallObserver {

    /** Far more than the upstream has; without a limit, each update would cost more than the one before. */
    private static final int MAX_FAMILIES = 32;

    private final AtomicReference<@Nullable LimitReport> latest = new AtomicReference<>();
    private final InstantSource clock;

    public LiveLimits(InstantSource clock) {
        this.clock = clock;
    }

    /** Returns the latest values; empty before the first. */
    public Optional<LimitReport> latest() {
        return Optional.ofNullable(latest.get());
    }

    /**
     * Returns when the last used-up window of the general limits resets; empty if none is used up, or if its reset time is
     * unknown.
     */
    Optional<Instant> exhaustedUntil() {
        return latest().stream()
                .flatMap(report -> Stream.ofNullable(report.families().get(LimitReport.DEFAULT_FAMILY)))
                .flatMap(family ->
                        Stream.of(family.primary(), family.secondary()).flatMap(Optional::stream))
                .filter(LimitWindow::exhausted)
                .flatMapToLong(window -> window.resetAt().stream())
                .mapToObj(Instant::ofEpochSecond)
                .max(Comparator.naturalOrder());
    }

    @Override
    public void onOpen(UpstreamHead head) {
        LimitReader.ofHead(head, clock.instant()).ifPresent(this::learn);
    }

    @Override
    public void onFailure(UpstreamException failure) {
        failure.head().ifPresent(this::onOpen);
    }

    @Override
    public void onEvent(UpstreamEvent event) {
        if (event.type() == EventType.RATE_LIMITS) {
            LimitReader.ofEvent(event, clock.instant()).ifPresent(this::learn);
        }
    }

    private void learn(LimitReport news) {
        latest.accumulateAndGet(news, LiveLimits::merged);
    }

    private static LimitReport merged(@Nullable LimitReport old, LimitReport news) {
        if (old == null) {
            return news;
        }
        Map<String, LimitReport.Family> families = new HashMap<>(old.families());
        families.putAll(news.families());
        if (families.size() > MAX_FAMILIES) {
            families = new HashMap<>(news.families());
        }
        return new LimitReport(
                families, news.plan().or(old::plan), news.credits().or(old::credits), news.at());
    }
}
