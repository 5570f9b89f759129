package dev.airelay.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.cli.Main;
import dev.airelay.emulator.Emulator;
import dev.airelay.emulator.EmulatorOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnJre;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;

/** Counts the classes that {@code serve} loads, hidden ones included, until it has answered its first streamed chat. */
@Timeout(120)
final class StartClassesTest {
    /** The most classes a start may load on Java 17. Lower it when a start loads fewer: each of them takes time. */
    private static final int MOST = 3_960;

    @TempDir
    private Path home;

    @Test
    @EnabledOnJre(JRE.JAVA_17)
    void startLoadsFewClasses() throws IOException {
        Path log = home.resolve("classes.log");
        List<String> program = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xlog:class+load:file=" + log,
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName());
        try (Emulator upstream = Emulator.start(EmulatorOptions.defaults());
                ServeProcess relay = ServeProcess.start(program, upstream, home, Map.of())) {
            WireClient.Reply reply = relay.chat();
            long classes = loaded(log);

            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.body()).contains("[DONE]");
            assertThat(classes).as("classes loaded before the first answer").isBetween(1_000L, (long) MOST);
        }
    }

    private static long loaded(Path log) throws IOException {
        try (Stream<String> lines = Files.lines(log)) {
            return lines.filter(line -> line.contains(" source: ")).count();
        }
    }
}
