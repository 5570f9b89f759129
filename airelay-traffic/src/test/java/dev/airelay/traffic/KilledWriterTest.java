package dev.airelay.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.airelay.base.RegularFiles;
import dev.airelay.traffic.write.TrafficLog;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.json.JsonMapper;

/** A process that is killed, again and again, while it writes. */
@Timeout(120)
class KilledWriterTest {
    private static final int ROUNDS = Integer.getInteger("airelay.kill.rounds", 3);

    @TempDir
    Path home;

    private static String classPath() {
        Stream<Class<?>> used = Stream.of(
                TrafficLog.class,
                RegularFiles.class,
                JsonFactory.class,
                JsonMapper.class,
                NullMarked.class,
                JsonInclude.class);
        return Stream.concat(used.map(KilledWriterTest::place), Stream.of(Path.of("target", "test-classes")))
                .map(path -> path.toAbsolutePath().toString())
                .distinct()
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static Path place(Class<?> type) {
        try {
            CodeSource source = type.getProtectionDomain().getCodeSource();
            return Path.of(source.getLocation().toURI());
        } catch (URISyntaxException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private List<String> writeUntilKilled(int round, int acknowledgements) throws IOException, InterruptedException {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        classPath(),
                        ChildWriter.class.getName(),
                        home.resolve("logs").toString(),
                        "round" + round)
                .redirectError(home.resolve("errors").toFile())
                .start();
        List<String> acknowledged = new ArrayList<>();
        try (BufferedReader out = child.inputReader()) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                acknowledged.add(line);
                if (acknowledged.size() == acknowledgements) {
                    // By its handle, which leaves what it has said to be read.
                    child.toHandle().destroyForcibly();
                }
            }
        } finally {
            child.destroyForcibly().waitFor();
        }
        return acknowledged;
    }

    @Test
    void whatWasWrittenIsThereAndNothingIsTorn() throws IOException, InterruptedException {
        Random random = new Random(5);
        List<String> acknowledged = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            List<String> inThisRound = writeUntilKilled(round, random.nextInt(1, 1_500));
            // The last line may have been cut by the kill.
            acknowledged.addAll(inThisRound.subList(0, inThisRound.size() - 1));
        }

        List<String> found = StepLog.details(home.resolve("logs"));

        assertThat(Files.readString(home.resolve("errors"))).doesNotContain("Exception");
        assertThat(acknowledged).hasSizeGreaterThan(ROUNDS);
        assertThat(found).doesNotHaveDuplicates().containsAll(acknowledged);
    }
}
