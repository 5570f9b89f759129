package dev.airelay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The launcher script in a project of its own, with stand-ins for Maven and Java that note what they are asked for. */
@Timeout(120)
@DisabledOnOs(OS.WINDOWS)
final class LauncherTest {
    /** Writes a jar whose text is the number of the build. */
    private static final String MAVEN = """
            #!/bin/sh
            echo build >>"$LAUNCHER_TEST/builds"
            if [ -f "$LAUNCHER_TEST/broken" ]; then exit 1; fi
            target=$LAUNCHER_TEST/project/airelay-cli/target
            mkdir -p "$target/lib"
            wc -l <"$LAUNCHER_TEST/builds" | tr -d ' ' >"$target/airelay-cli.jar"
            echo library >"$target/lib/library.jar"
            """;

    /** Prints the jar's text and the arguments; with the argument "serve" it runs until it is asked to stop. */
    private static final String JAVA = """
            #!/bin/sh
            while [ "$1" != -jar ]; do shift; done
            jar=$2
            shift 2
            echo "build $(cat "$jar"): $*"
            if [ "$1" = serve ]; then
                read -r go <&0 || true
                echo "still build $(cat "$jar"), $(cat "${jar%/*}/lib/library.jar")"
            fi
            """;

    @TempDir
    private Path root;

    private final Map<String, String> environment = new HashMap<>();
    private Path launcher;

    private record Outcome(int code, String out, String err) {}

    @BeforeEach
    void makeProject() throws IOException {
        Path project = root.resolve("project");
        Files.createDirectories(project.resolve("airelay-cli/src/main"));
        Files.createDirectories(project.resolve(".mvn"));
        Files.writeString(project.resolve(".mvn/jvm.config"), "");
        Files.writeString(project.resolve("pom.xml"), "");
        Files.writeString(project.resolve("airelay-cli/pom.xml"), "");
        Files.writeString(project.resolve("airelay-cli/src/main/Source.java"), "");
        launcher = project.resolve("airelay");
        Files.copy(Path.of("..", "airelay"), launcher, StandardCopyOption.COPY_ATTRIBUTES);
        Path shared = Files.createDirectories(project.resolve("airelay-cli/src/main/launcher"));
        Files.copy(Path.of("src/main/launcher/launch.sh"), shared.resolve("launch.sh"));
        script(root.resolve("bin/mvn"), MAVEN);
        script(root.resolve("jdk/bin/java"), JAVA);
        script(root.resolve("jdk/bin/javac"), "#!/bin/sh\n");
        Files.writeString(root.resolve("jdk/release"), "IMPLEMENTOR=\"Nobody\"\nJAVA_VERSION=\"17.0.1\"\n");
    }

    @Test
    void buildsOnceAndIsQuietAfterwards() throws Exception {
        Outcome first = run("status");
        Outcome second = run("token", "show");

        assertThat(first.code()).isZero();
        assertThat(first.out()).isEqualTo("build 1: status\n");
        assertThat(first.err()).startsWith("airelay: Building.");
        assertThat(second).isEqualTo(new Outcome(0, "build 1: token show\n", ""));
    }

    @Test
    void changedSourceIsBuiltAgain() throws Exception {
        run("status");
        touchSource();

        assertThat(run("status").out()).isEqualTo("build 2: status\n");
        assertThat(run("status").out()).isEqualTo("build 2: status\n");
    }

    @Test
    void buildsAgainAfterAChangeOfMavensSettings() throws Exception {
        run("status");
        touch(".mvn/jvm.config");

        assertThat(run("status").out()).isEqualTo("build 2: status\n");
        assertThat(run("status").out()).isEqualTo("build 2: status\n");
    }

    @Test
    void findsTheProjectThroughASymbolicLink() throws Exception {
        launcher = Files.createSymbolicLink(root.resolve("bin/airelay"), Path.of("../project/airelay"));

        assertThat(run("status").out()).isEqualTo("build 1: status\n");
        assertThat(builds()).hasSize(1);
    }

    @Test
    void twoFirstRunsBuildOnce() throws Exception {
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            processes.add(start("status"));
        }

        for (Process process : processes) {
            assertThat(finish(process).out()).isEqualTo("build 1: status\n");
        }
        assertThat(Files.readAllLines(root.resolve("builds"))).hasSize(1);
        assertThat(lock()).doesNotExist();
    }

    @Test
    void runningRelayKeepsItsFilesWhenTheProjectIsRebuilt() throws Exception {
        Process serving = start("serve");
        // Its first line; from here on it uses its files.
        assertThat(serving.inputReader().readLine()).isEqualTo("build 1: serve");
        touchSource();
        assertThat(run("status").out()).isEqualTo("build 2: status\n");
        assertThat(builds()).hasSize(2);

        serving.outputWriter().close();

        assertThat(finish(serving).out()).isEqualTo("still build 1, library\n");
    }

    @Test
    void unusedBuildIsDeletedByTheNext() throws Exception {
        run("status");
        touchSource();
        run("status");

        assertThat(builds()).hasSize(1);
    }

    @Test
    void marksOfEndedProcessesDoNotPileUp() throws Exception {
        for (int i = 0; i < 3; i++) {
            run("status");
        }

        try (Stream<Path> marks = Files.list(builds().get(0).resolve("users"))) {
            assertThat(marks).hasSize(1);
        }
    }

    @Test
    void lockOfDeadProcessIsTakenOver() throws Exception {
        Process dead = new ProcessBuilder("true").start();
        dead.waitFor();
        lock(dead.pid());

        Outcome outcome = run("status");

        assertThat(outcome.code()).isZero();
        assertThat(outcome.err()).doesNotContain("Waiting");
        assertThat(lock()).doesNotExist();
    }

    @Test
    void severalProcessesThatFindADeadLockBuildOnce() throws Exception {
        Process dead = new ProcessBuilder("true").start();
        dead.waitFor();
        lock(dead.pid());
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            processes.add(start("status"));
        }

        for (Process process : processes) {
            assertThat(finish(process).out()).isEqualTo("build 1: status\n");
        }
        assertThat(Files.readAllLines(root.resolve("builds"))).hasSize(1);
    }

    @Test
    void waitsForALiveProcessOfAnotherUser() throws Exception {
        lock(1);
        Process waiting = startAsOrdinaryUser("status");
        assertThat(waiting.errorReader().readLine())
                .startsWith("airelay: Waiting for another build (process 1) to finish.");

        Files.delete(lock());

        assertThat(finish(waiting).out()).isEqualTo("build 1: status\n");
    }

    @Test
    void keepsABuildThatAnotherUserRuns() throws Exception {
        run("status");
        Files.createFile(builds().get(0).resolve("users/1"));
        touchSource();

        assertThat(finish(startAsOrdinaryUser("status")).out()).isEqualTo("build 2: status\n");
        assertThat(builds()).hasSize(2);
    }

    @Test
    void failedBuildIsReportedAndLeavesNoLock() throws Exception {
        Files.createFile(root.resolve("broken"));

        Outcome outcome = run("status");

        assertThat(outcome.code()).isEqualTo(70);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err()).contains("The build failed.");
        assertThat(runs()).isEmptyDirectory();
        Files.delete(root.resolve("broken"));
        assertThat(run("status").out()).isEqualTo("build 2: status\n");
    }

    @Test
    void failedRebuildLeavesTheEarlierBuildInPlace() throws Exception {
        run("status");
        List<Path> before = builds();
        touchSource();
        Files.createFile(root.resolve("broken"));

        assertThat(run("status").code()).isEqualTo(70);
        assertThat(builds()).isEqualTo(before);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "1.8.0_392 | airelay: Java 1.8.0_392 in %s is too old. Install Java 17 or newer,",
                "11.0.2    | airelay: Java 11.0.2 in %s is too old. Install Java 17 or newer,",
                "          | airelay: %s/bin/java does not say which Java it is. Install Java 17 or newer,"
            })
    void javaWithoutReleaseFileIsAskedForItsVersion(@Nullable String version, String message) throws Exception {
        run("status");
        Path jdk = root.resolve("jdk");
        Files.delete(jdk.resolve("release"));
        script(
                jdk.resolve("bin/java"),
                version == null ? "#!/bin/sh\nexit 1\n" : "#!/bin/sh\necho '    java.version = " + version + "' >&2\n");

        Outcome outcome = run("status");

        assertThat(outcome.code()).isEqualTo(72);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err()).startsWith(message.formatted(jdk));
    }

    @Test
    void newJavaWithoutReleaseFileIsUsed() throws Exception {
        Path jdk = root.resolve("jdk");
        Files.delete(jdk.resolve("release"));
        script(
                jdk.resolve("bin/java"),
                JAVA.replace(
                        "#!/bin/sh\n",
                        "#!/bin/sh\n[ \"$1\" != -XshowSettings:properties ] || exec echo '    java.version = 21'\n"));

        assertThat(run("status").out()).isEqualTo("build 1: status\n");
    }

    @ParameterizedTest
    @CsvSource({
        "AIRELAY_JAVA_OPTS,-Xmx48m",
        "AIRELAY_JAVA_OPTS,-XX:MaxHeapSize=48m",
        "JDK_JAVA_OPTIONS,-Xmx48m",
        "JAVA_TOOL_OPTIONS,-Xmx48m"
    })
    void heapSizeOfTheUserReplacesTheLaunchers(String variable, String size) throws Exception {
        script(root.resolve("jdk/bin/java"), "#!/bin/sh\necho \"$*\"\n");
        assertThat(run("serve").out()).contains("-Xms64m", "-Xmn24m", "-XX:+UseSerialGC");
        assertThat(run("status").out()).contains("-Xms16m", "-XX:+UseSerialGC");

        environment.put(variable, size);

        assertThat(run("serve").out()).doesNotContain("-Xms", "-Xmn").contains("-XX:+UseSerialGC", "MinHeapFreeRatio");
        assertThat(run("status").out()).doesNotContain("-Xms").contains("-XX:+UseSerialGC");
    }

    private Outcome run(String... arguments) throws Exception {
        return finish(start(arguments));
    }

    private Process start(String... arguments) throws IOException {
        return start(List.of(), arguments);
    }

    /** Starts it as a user who may not signal process 1: as it is, or, by root, as the user nobody. */
    private Process startAsOrdinaryUser(String... arguments) throws IOException {
        if (!System.getProperty("user.name").equals("root")) {
            return start(arguments);
        }
        try (Stream<Path> paths = Files.walk(root)) {
            for (Path path : (Iterable<Path>) paths.filter(path -> !Files.isSymbolicLink(path))::iterator) {
                Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxrwxrwx"));
            }
        }
        return start(List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"), arguments);
    }

    private Process start(List<String> prefix, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of("/bin/sh", launcher.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("XDG_CACHE_HOME", root.resolve("cache").toString());
        builder.environment().put("AIRELAY_ARCHIVE", "off");
        builder.environment().put("LAUNCHER_TEST", root.toString());
        builder.environment().put("JAVA_HOME", root.resolve("jdk").toString());
        builder.environment().putAll(environment);
        builder.environment().merge("PATH", root.resolve("bin").toString(), (path, ours) -> ours + ":" + path);
        return builder.start();
    }

    private static Outcome finish(Process process) throws Exception {
        String out = process.inputReader().lines().map(line -> line + "\n").reduce("", String::concat);
        String err = process.errorReader().lines().map(line -> line + "\n").reduce("", String::concat);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Outcome(process.exitValue(), out, err);
    }

    private Path runs() {
        return root.resolve("project/target/airelay/run");
    }

    private Path lock() {
        return runs().resolve("owner");
    }

    /** Leaves the lock to a process. */
    private void lock(long pid) throws IOException {
        Files.createDirectories(runs());
        Files.createSymbolicLink(lock(), Path.of(String.valueOf(pid)));
    }

    private List<Path> builds() throws IOException {
        try (Stream<Path> entries = Files.list(runs())) {
            return entries.filter(Files::isDirectory).sorted().toList();
        }
    }

    private void touchSource() throws IOException {
        touch("airelay-cli/src/main/Source.java");
    }

    /** Makes one file of the project newer than every build so far, however coarse the clock of the file system is. */
    private void touch(String file) throws IOException {
        FileTime built = Files.getLastModifiedTime(runs().resolve("current"));
        Instant earlier = built.toInstant().minusSeconds(10);
        Files.setLastModifiedTime(runs().resolve("current"), FileTime.from(earlier));
        for (String other : List.of(
                "pom.xml",
                "airelay-cli/pom.xml",
                "airelay-cli/src/main/Source.java",
                "airelay-cli/src/main/launcher/launch.sh",
                "airelay-cli/src/main/launcher",
                "airelay-cli/src/main",
                ".mvn/jvm.config",
                ".mvn")) {
            Files.setLastModifiedTime(launcher.resolveSibling(other), FileTime.from(earlier.minusSeconds(5)));
        }
        Files.setLastModifiedTime(launcher.resolveSibling(file), FileTime.from(earlier.plusSeconds(5)));
    }

    private static void script(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
