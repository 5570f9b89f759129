package dev.airelay.store;

import dev.airelay.store.frame.StoreEnvironment;
import dev.airelay.store.response.RunningResponse;
import dev.airelay.store.response.StoredEvent;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A process that changes a store on several threads, reports each acknowledged change on standard output, and ends itself
 * without notice in the middle. Arguments: directory, seed.
 */
final class KilledProcess {
    private static final int THREADS = 4;

    private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    private final AtomicInteger operations = new AtomicInteger();
    private final RelayStore store;
    private final int lastOperation;

    private KilledProcess(Path directory, long seed) {
        StoreEnvironment environment = new StoreEnvironment(
                InstantSource.system(), KilledProcess::name, (file, reason) -> say("damaged", file + " " + reason));
        store = RelayStore.open(StoreOptions.in(directory), environment);
        lastOperation = 5 + new Random(seed).nextInt(80);
    }

    private static String name() {
        return UUID.randomUUID().toString().replace("-", "");
    }

    public static void main(String[] arguments) {
        KilledProcess process = new KilledProcess(Path.of(arguments[0]), Long.parseLong(arguments[1]));
        for (int thread = 0; thread < THREADS; thread++) {
            new Thread(process::work).start();
        }
    }

    private void say(String what, String which) {
        out.println(what + " " + which);
    }

    private void work() {
        String conversation =
                store.conversations().create(TestWorld.json("{}"), List.of()).id();
        for (int turn = 0; ; turn++) {
            storeAndDelete();
            store.conversations().append(conversation, TestWorld.items("t" + turn + "_", 2));
            say("turn", conversation + " t" + turn + "_1");
            respond();
        }
    }

    private void storeAndDelete() {
        count();
        String kept =
                TestWorld.put(store.files(), TestWorld.file("kept"), "kept").id();
        say("file", kept);
        String gone =
                TestWorld.put(store.files(), TestWorld.file("gone"), "gone").id();
        store.files().delete(gone);
        say("deleted", gone);
        count();
    }

    private void respond() {
        String saved = "resp_" + name();
        store.responses().save(TestWorld.response(saved, "completed"));
        say("response", saved);
        count();
        String id = "resp_" + name();
        try (RunningResponse running = store.responses().begin(TestWorld.response(id, "in_progress"))) {
            say("begun", id);
            running.append(new StoredEvent(0, TestWorld.json("event")));
            count();
            running.finish(TestWorld.response(id, "completed"));
        }
        say("response", id);
    }

    /** The other threads are somewhere in the middle of something. */
    private void count() {
        if (operations.incrementAndGet() == lastOperation) {
            Runtime.getRuntime().halt(9);
        }
    }
}
