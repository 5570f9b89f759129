package dev.airelay.auth.login;

import dev.airelay.base.RetryAfter;
import java.time.Duration;
import java.util.Optional;

/** The pauses between the polls of one device login. Not safe for concurrent use. */
final class DeviceWait {
    private static final Duration PROGRESS_EVERY = Duration.ofSeconds(15);
    /** The increase of the interval after {@code slow_down}, by RFC 8628, section 3.5. */
    private static final Duration SLOWER_BY = Duration.ofSeconds(5);

    private final LoginClock clock;
    private final DevicePrompt prompt;
    private final Duration limit;
    private final long start;

    private Duration interval;
    private Duration nextPause;
    private Duration progressAt = PROGRESS_EVERY;
    private Optional<String> trouble = Optional.empty();

    DeviceWait(LoginClock clock, DevicePrompt prompt, Duration limit, Duration interval) {
        this.clock = clock;
        this.prompt = prompt;
        this.limit = limit;
        this.start = clock.nanoTime();
        this.interval = interval;
        this.nextPause = interval;
    }

    /** Records the result of the last poll. */
    void note(DevicePoll poll) {
        trouble = Optional.empty();
        nextPause = interval;
        if (poll instanceof DevicePoll.SlowDown slowDown) {
            interval = interval.plus(SLOWER_BY);
            nextPause = atLeastInterval(slowDown.retryAfter());
        } else if (poll instanceof DevicePoll.TryLater later) {
            trouble = Optional.of(later.trouble());
            nextPause = atLeastInterval(later.retryAfter());
        }
    }

    private Duration atLeastInterval(Optional<String> retryAfter) {
        return retryAfter
                .flatMap(value -> RetryAfter.parse(value, clock.now()))
                .filter(wait -> wait.compareTo(interval) > 0)
                .orElse(interval);
    }

    /**
     * Waits, and reports the progress to the prompt from time to time.
     *
     * @throws LoginException if the login timed out
     */
    void untilNextPoll() throws LoginException, InterruptedException {
        Duration pollAt = earlier(elapsed().plus(nextPause), limit);
        while (elapsed().compareTo(pollAt) < 0) {
            clock.pause(earlier(pollAt, progressAt).minus(elapsed()));
            if (elapsed().compareTo(progressAt) >= 0) {
                prompt.waiting(limit.minus(elapsed()), trouble);
                progressAt = elapsed().plus(PROGRESS_EVERY);
            }
        }
        if (elapsed().compareTo(limit) >= 0) {
            throw timedOut();
        }
    }

    private LoginException timedOut() {
        return new LoginException(
                LoginFailure.TIMED_OUT,
                "Nobody signed in within " + limit.toSeconds() + " s. Nothing was saved."
                        + trouble.map(why -> " Last problem: " + why).orElse("")
                        + " Device codes must be enabled first: in ChatGPT, open Settings, then Security. To try again, run:"
                        + " airelay login --device");
    }

    private Duration elapsed() {
        return Duration.ofNanos(clock.nanoTime() - start);
    }

    private static Duration earlier(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }
}
