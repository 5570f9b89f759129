package dev.airelay.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.security.AdmissionDecision.Admitted;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many threads at one door. The limits hold at every moment, and in the end everything is as it was. */
@Timeout(60)
class AdmissionConcurrencyTest {
    private static final int SLOTS = 4;
    private static final int THREADS = 4;
    private static final int REQUESTS = 20_000;
    private static final ClientAddress CLIENT = new ClientAddress("192.0.2.1", false);

    private record RealLoop(ScheduledExecutorService executor) implements RequestLoop {
        @Override
        public void execute(Runnable task) {
            executor.execute(task);
        }

        @Override
        public Runnable schedule(Runnable task, Duration delay) {
            ScheduledFuture<?> timer = executor.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
            return () -> timer.cancel(false);
        }
    }

    private final List<ScheduledExecutorService> executors = new ArrayList<>();
    private final AtomicLong clock = new AtomicLong();
    private final AtomicInteger inside = new AtomicInteger();
    private final AtomicInteger mostInside = new AtomicInteger();

    AdmissionConcurrencyTest() {
        for (int i = 0; i < THREADS; i++) {
            executors.add(Executors.newSingleThreadScheduledExecutor());
        }
    }

    @AfterEach
    void stopTheLoops() {
        executors.forEach(ExecutorService::shutdownNow);
    }

    private static AdmissionLimits limits(int burst, Duration longest) {
        return new AdmissionLimits(
                1,
                burst,
                SLOTS,
                new AdmissionLimits.Waiting(64, longest),
                new AdmissionLimits.FailedAuth(Duration.ofHours(1), 8, Duration.ofHours(1)),
                16);
    }

    private void onEveryLoop(Callable<?> work) throws Exception {
        List<Future<?>> running = new ArrayList<>();
        for (ScheduledExecutorService executor : executors) {
            running.add(executor.submit(work));
        }
        for (Future<?> one : running) {
            one.get();
        }
    }

    private void enter(Slot slot, RandomGenerator random, RequestLoop loop) {
        mostInside.accumulateAndGet(inside.incrementAndGet(), Math::max);
        Runnable end = () -> {
            inside.decrementAndGet();
            slot.close();
            slot.close();
        };
        if (random.nextBoolean()) {
            end.run();
        } else {
            loop.execute(end);
        }
    }

    @Test
    void neverAdmitsMoreThanTheSlotsAndLosesNone() throws Exception {
        Admission admission = new Admission(limits(1_000_000, Duration.ofNanos(200_000)), clock::get);
        AtomicInteger seed = new AtomicInteger();
        AtomicInteger decided = new AtomicInteger();

        onEveryLoop(() -> {
            int mine = seed.getAndIncrement();
            RandomGenerator random = new SplittableRandom(mine);
            for (int i = 0; i < REQUESTS; i++) {
                RequestLoop loop = new RealLoop(executors.get(random.nextInt(THREADS)));
                AdmissionTicket ticket = admission.admit(CLIENT, BearerDecision.Allowed::new, loop, decision -> {
                    decided.incrementAndGet();
                    if (decision instanceof Admitted admitted) {
                        enter(admitted.slot(), new SplittableRandom(mine), loop);
                    }
                });
                if (random.nextInt(3) == 0) {
                    ticket.leave();
                }
            }
            return null;
        });
        settle(admission);

        assertThat(mostInside.get()).isBetween(1, SLOTS);
        assertThat(inside.get()).isZero();
        assertThat(decided.get()).isBetween(1, THREADS * REQUESTS);
        assertThat(admission.overview().activeRequests()).isZero();
        assertThat(admission.overview().waitingRequests()).isZero();
    }

    /** Each pass over the loops lets slots end and waiters enter or expire; their number is finite. */
    private void settle(Admission admission) throws Exception {
        AdmissionOverview overview = admission.overview();
        while (overview.activeRequests() + overview.waitingRequests() > 0) {
            onEveryLoop(() -> null);
            overview = admission.overview();
        }
        onEveryLoop(() -> null);
    }

    @Test
    void parallelRequestsGetExactlyTheAllowance() throws Exception {
        int burst = 1_000;
        // At one request a minute none can be in time.
        Admission admission = new Admission(limits(burst, Duration.ofSeconds(30)), clock::get);
        AtomicInteger admittedInAll = new AtomicInteger();

        onEveryLoop(() -> {
            RequestLoop loop = new RealLoop(executors.get(0));
            for (int i = 0; i < burst; i++) {
                admission.admit(CLIENT, BearerDecision.Allowed::new, loop, decision -> {
                    if (decision instanceof Admitted admitted) {
                        admittedInAll.incrementAndGet();
                        admitted.slot().close();
                    }
                });
            }
            return null;
        });
        settle(admission);

        assertThat(admittedInAll.get()).isEqualTo(burst);
    }

    @Test
    void parallelWrongTokensGetExactlySoManyAnswersBeforeTheBlock() throws Exception {
        Admission admission = new Admission(limits(1_000_000, Duration.ofHours(1)), clock::get);
        AtomicInteger unauthorized = new AtomicInteger();
        CountDownLatch together = new CountDownLatch(THREADS);

        onEveryLoop(() -> {
            together.countDown();
            together.await();
            for (int i = 0; i < 1_000; i++) {
                admission.admit(
                        CLIENT,
                        () -> new BearerDecision.Denied(BearerDecision.Reason.WRONG),
                        new RealLoop(executors.get(0)),
                        decision -> {
                            if (decision instanceof AdmissionDecision.Unauthorized) {
                                unauthorized.incrementAndGet();
                            }
                        });
            }
            return null;
        });

        assertThat(unauthorized.get()).isEqualTo(8);
    }
}
