package dev.airelay.backend.connect;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The lookup of names with a clock and a resolver of its own. */
class NameLookupTest {

    private static final String HOST = "upstream.example";

    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final EventExecutor loop = channel.eventLoop();
    private final Deque<Runnable> work = new ArrayDeque<>();
    private final List<String> asked = new ArrayList<>();
    private String answer = "192.0.2.1";
    private final NameLookup names = new NameLookup(work::add, host -> {
        asked.add(host);
        if (answer.isEmpty()) {
            throw new UnknownHostException(host);
        }
        return new InetAddress[] {InetAddress.getByName(answer)};
    });

    NameLookupTest() {
        channel.freezeTime();
    }

    private Future<List<InetAddress>> lookUp() {
        return names.addresses(HOST, loop);
    }

    private String found() {
        Future<List<InetAddress>> found = lookUp();
        runWork();
        channel.runPendingTasks();
        return found.getNow().get(0).getHostAddress();
    }

    private void runWork() {
        while (!work.isEmpty()) {
            work.remove().run();
        }
    }

    private void passes(Duration time) {
        channel.advanceTimeBy(time.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Test
    void freshAnswerIsTakenWithoutAnotherLookup() {
        found();
        passes(NameLookup.FRESH.minusMillis(1));

        assertThat(lookUp().isSuccess()).isTrue();
        assertThat(work).isEmpty();
        assertThat(asked).containsExactly(HOST);
    }

    @Test
    void olderOneIsTakenWhileItIsLookedUpAgain() {
        found();
        passes(NameLookup.FRESH);
        answer = "192.0.2.2";

        assertThat(lookUp().getNow().get(0).getHostAddress()).isEqualTo("192.0.2.1");
        assertThat(lookUp().isSuccess()).isTrue();
        assertThat(work).as("one lookup for both").hasSize(1);
        runWork();
        assertThat(found()).isEqualTo("192.0.2.2");
    }

    @Test
    void lookupThatFailsLeavesTheOldAnswer() {
        found();
        passes(NameLookup.FRESH);
        answer = "";
        lookUp();
        runWork();

        assertThat(found()).isEqualTo("192.0.2.1");
    }

    @Test
    void lookupsThatFailDoNotMakeAnAnswerYounger() {
        found();
        answer = "";
        for (Duration age = Duration.ZERO; age.compareTo(NameLookup.USABLE) < 0; age = age.plus(NameLookup.FRESH)) {
            lookUp();
            runWork();
            passes(NameLookup.FRESH);
        }

        Future<List<InetAddress>> later = lookUp();
        runWork();
        channel.runPendingTasks();
        assertThat(later.cause()).isInstanceOf(UnknownHostException.class);
    }

    @Test
    void oldAnswerIsNotTaken() {
        found();
        passes(NameLookup.USABLE);
        answer = "192.0.2.2";

        Future<List<InetAddress>> later = lookUp();
        assertThat(later.isDone()).isFalse();
        runWork();
        channel.runPendingTasks();
        assertThat(later.getNow().get(0).getHostAddress()).isEqualTo("192.0.2.2");
    }

    @Test
    void addressesThatCannotBeReachedAreForgotten() {
        found();
        answer = "192.0.2.2";
        names.forget(HOST);

        assertThat(found()).isEqualTo("192.0.2.2");
    }

    @Test
    void unknownHostFails() {
        answer = "";
        Future<List<InetAddress>> nothing = lookUp();
        runWork();
        channel.runPendingTasks();

        assertThat(nothing.cause()).isInstanceOf(UnknownHostException.class);
    }
}
