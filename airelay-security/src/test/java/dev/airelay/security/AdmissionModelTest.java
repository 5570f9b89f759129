package dev.airelay.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.security.AdmissionDecision.Admitted;
import dev.airelay.security.AdmissionDecision.Refused;
import dev.airelay.security.AdmissionDecision.Unauthorized;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random schedules against {@link AdmissionModel}: every decision, every figure, after every step. */
class AdmissionModelTest {
    private static final Duration TICK = Duration.ofMillis(100);
    private static final int CLIENTS = 3;
    private static final int STEPS = 15_000;
    private static final AdmissionLimits LIMITS = new AdmissionLimits(
            60,
            AdmissionModel.BURST,
            AdmissionModel.SLOTS,
            new AdmissionLimits.Waiting(AdmissionModel.PLACES, TICK.multipliedBy(AdmissionModel.LONGEST_TICKS)),
            new AdmissionLimits.FailedAuth(
                    TICK.multipliedBy(AdmissionModel.WINDOW_TICKS),
                    AdmissionModel.ATTEMPTS,
                    TICK.multipliedBy(AdmissionModel.BLOCK_TICKS)),
            16);

    private final List<String> expected = new ArrayList<>();
    private final List<String> actual = new ArrayList<>();
    private final List<AdmissionModel> models = new ArrayList<>();
    private final List<ClientAddress> clients = new ArrayList<>();
    private final List<TreeMap<Integer, AdmissionTicket>> tickets = new ArrayList<>();
    private final List<Map<Integer, Slot>> slots = new ArrayList<>();
    private final FakeLoop loop = new FakeLoop(Long.MAX_VALUE - 1_000_000_000_000L);
    private final Admission admission = new Admission(LIMITS, loop::nanoTime);
    private int lastId;

    AdmissionModelTest() {
        for (int i = 0; i < CLIENTS; i++) {
            boolean loopback = i == 0;
            models.add(new AdmissionModel(i, loopback, expected));
            clients.add(new ClientAddress("client-" + i, loopback));
            tickets.add(new TreeMap<>());
            slots.add(new TreeMap<>());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void everyDecisionIsTheModels(long seed) {
        Random random = new Random(seed);
        int deliveryRate = random.nextInt(1, 5);
        for (int step = 0; step < STEPS; step++) {
            step(random, random.nextInt(CLIENTS));
            if (random.nextInt(deliveryRate) == 0) {
                deliver();
            }
            compare(seed + ", step " + step);
        }
        assertNothingIsRememberedInTheEnd();
    }

    private void assertNothingIsRememberedInTheEnd() {
        AdmissionOverview left = admission.overview();
        while (left.activeRequests() + left.waitingRequests() > 0) {
            slots.forEach(held -> held.values().forEach(Slot::close));
            slots.forEach(Map::clear);
            loop.advance(TICK);
            loop.runTasks();
            left = admission.overview();
        }
        assertThat(loop.timers()).isZero();
        loop.advance(TICK.multipliedBy(AdmissionModel.BLOCK_TICKS + AdmissionModel.WINDOW_TICKS));
        assertThat(admission.overview()).isEqualTo(new AdmissionOverview(0, 0, 0, 0, 0));
    }

    private void step(Random random, int client) {
        switch (random.nextInt(8)) {
            case 0, 1, 2 -> arrive(client, true);
            case 3 -> arrive(client, random.nextInt(4) != 0);
            case 4, 5 -> finishOne(random, client);
            case 6 -> leaveOne(random, client);
            default -> pass(random.nextInt(50) == 0 ? 200 : random.nextInt(6));
        }
    }

    private void arrive(int client, boolean right) {
        int id = ++lastId;
        models.get(client).arrive(id, right);
        BearerDecision credential =
                right ? new BearerDecision.Allowed() : new BearerDecision.Denied(BearerDecision.Reason.WRONG);
        AdmissionTicket ticket =
                admission.admit(clients.get(client), () -> credential, loop, decision -> receive(client, id, decision));
        tickets.get(client).put(id, ticket);
    }

    private void receive(int client, int id, AdmissionDecision decision) {
        String what;
        if (decision instanceof Admitted admitted) {
            slots.get(client).put(id, admitted.slot());
            what = "in";
        } else if (decision instanceof Refused refused) {
            what = refused.limit() + " " + refused.retryAfterSeconds();
        } else {
            what = "401 " + ((Unauthorized) decision).failedAttempts();
        }
        actual.add(client + "/" + id + " " + what);
    }

    private void finishOne(Random random, int client) {
        List<Integer> ids = List.copyOf(slots.get(client).keySet());
        if (ids.isEmpty()) {
            return;
        }
        Slot slot = slots.get(client).remove(ids.get(random.nextInt(ids.size())));
        models.get(client).free();
        slot.close();
        slot.close();
    }

    private void leaveOne(Random random, int client) {
        List<Integer> recent =
                tickets.get(client).descendingKeySet().stream().limit(6).toList();
        if (recent.isEmpty()) {
            return;
        }
        int id = recent.get(random.nextInt(recent.size()));
        models.get(client).leave(id);
        tickets.get(client).get(id).leave();
    }

    private void deliver() {
        models.forEach(AdmissionModel::deliver);
        loop.runTasks();
    }

    private void pass(int ticks) {
        for (int i = 0; i < ticks; i++) {
            models.forEach(AdmissionModel::tick);
            loop.advance(TICK);
        }
    }

    private void compare(String where) {
        actual.sort(null);
        expected.sort(null);
        assertThat(actual).as(where).isEqualTo(expected);
        actual.clear();
        expected.clear();
        for (int client = 0; client < CLIENTS; client++) {
            AdmissionModel model = models.get(client);
            assertThat(admission.standing(clients.get(client)))
                    .as(where)
                    .isEqualTo(new ClientStanding(
                            clients.get(client).text(),
                            model.allowance(),
                            model.active(),
                            model.waiting(),
                            model.failures(),
                            model.blockedSeconds()));
        }
    }
}
