package dev.airelay.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.store.file.FileQuery;
import dev.airelay.store.file.StoredFile;
import dev.airelay.store.frame.StoreEnvironment;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KilledProcessTest {
    private static final int ROUNDS = 6;

    @TempDir
    Path directory;

    private final Set<String> files = new HashSet<>();
    private final Set<String> deleted = new HashSet<>();
    private final Set<String> responses = new HashSet<>();
    private final Set<String> begun = new HashSet<>();
    private final Map<String, String> lastItems = new HashMap<>();

    @Test
    void whatWasDoneBeforeTheEndIsThere() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            int exit = run(round);
            assertThat(exit).isEqualTo(9);
            check(round);
        }
        assertThat(files).isNotEmpty();
        assertThat(responses).isNotEmpty();
    }

    private int run(int seed) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        classPath(),
                        KilledProcess.class.getName(),
                        directory.toString(),
                        Integer.toString(seed))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader lines = process.inputReader()) {
            lines.lines().forEach(this::heard);
        } finally {
            process.destroyForcibly();
        }
        return process.waitFor();
    }

    /** Modules and test classes; the child needs no modules. */
    private static String classPath() {
        String own = String.valueOf(KilledProcess.class.getResource("KilledProcess.class"));
        Path tests =
                Path.of(URI.create(own.substring(0, own.length() - "dev/airelay/store/KilledProcess.class".length())));
        return String.join(
                File.pathSeparator,
                System.getProperty("jdk.module.path", ""),
                System.getProperty("java.class.path", ""),
                tests.toString());
    }

    private void heard(String line) {
        String[] words = line.split(" ");
        switch (words[0]) {
            case "file" -> files.add(words[1]);
            case "deleted" -> deleted.add(words[1]);
            case "response" -> responses.add(words[1]);
            case "begun" -> begun.add(words[1]);
            case "turn" -> lastItems.put(words[1], words[2]);
            default -> throw new AssertionError("the child said: " + line);
        }
    }

    private void check(int round) throws IOException {
        TestWorld world = new TestWorld();
        RelayStore store = RelayStore.open(
                StoreOptions.in(directory),
                new StoreEnvironment(
                        java.time.InstantSource.system(),
                        () -> "check" + round + "x" + System.nanoTime(),
                        world.environment().damage()));

        assertThat(world.damages).isEmpty();
        assertThat(files).allSatisfy(id -> assertThat(store.files().find(id)).isPresent());
        assertThat(deleted).allSatisfy(id -> assertThat(store.files().find(id)).isEmpty());
        FileQuery all = new FileQuery(TestWorld.page(10_000), Optional.empty());
        List<StoredFile> stored = store.files().list(all).elements();
        assertThat(store.files().usedBytes()).isEqualTo(4L * stored.size());
        assertThat(Snapshot.files(directory.resolve("files"))).hasSize(2 * stored.size());
        assertThat(responses).allSatisfy(id -> assertThat(status(store, id)).isEqualTo("completed"));
        assertThat(begun).allSatisfy(id -> assertThat(status(store, id)).isIn("completed", "failed"));
        lastItems.forEach((conversation, lastItem) -> {
            List<String> items =
                    TestWorld.ids(store.conversations().replay(conversation).orElseThrow());
            assertThat(items).contains(lastItem);
            assertThat(items.size() % 2).as("whole turns").isZero();
        });
        assertThat(world.damages).isEmpty();
    }

    private static String status(RelayStore store, String id) {
        return store.responses().load(id).orElseThrow().head().status();
    }
}
