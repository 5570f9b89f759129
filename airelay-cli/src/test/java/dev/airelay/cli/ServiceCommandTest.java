package dev.airelay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ServiceCommandTest {
    private TestProcess process;
    private Path unit;

    @BeforeEach
    void initialize(@TempDir Path home) {
        process = new TestProcess(home);
        process.run("init");
        unit = process.file(".config/systemd/user/airelay.service");
    }

    private String described() {
        TestProcess.Result result = process.run("service", "install", "--print");
        assertThat(result.code()).as(result.err()).isZero();
        return result.out().replace(System.lineSeparator(), "\n");
    }

    @Test
    void isDescribedForEachSystem() {
        assertThat(described())
                .contains("[Service]", "serve --quiet", "NoNewPrivileges=yes", "RestartPreventExitStatus=2 72 78")
                .doesNotContain("MemoryDenyWriteExecute");
        process.on("Mac OS X");
        assertThat(described()).contains("<key>ProgramArguments</key>", "<string>serve</string>");
        process.on("Windows 11");
        assertThat(described()).contains("<LogonTrigger>", "serve --quiet");
    }

    @Test
    void saysThatItIsNotInstalled() {
        assertThat(process.run("service", "status").out()).startsWith("Not installed.");
        assertThat(process.run("service", "uninstall").out()).startsWith("The service is not installed.");
    }

    @Test
    void keepsSettingsOfTheEnvironmentWithAbsolutePaths() {
        process.with("AIRELAY_DATA_DIR", "relay data")
                .with("AIRELAY_PORT", "8099")
                .with("AIRELAY_JAVA_OPTS", "-Xmx64m -Dx=\"a\\b\"")
                .with("AIRELAY_TOKEN", "of a client")
                .with("JAVA_HOME", "/opt/100%java")
                .with("HTTPS_PROXY", "http://proxy:3128")
                .run("init");

        assertThat(described().lines())
                .contains(
                        "Environment=\"AIRELAY_DATA_DIR=" + process.file("relay data") + '"',
                        "Environment=\"AIRELAY_PORT=8099\"",
                        "Environment=\"AIRELAY_JAVA_OPTS=-Xmx64m -Dx=\\\"a\\\\b\\\"\"",
                        "Environment=\"JAVA_HOME=/opt/100%%java\"",
                        "Environment=\"HTTPS_PROXY=http://proxy:3128\"")
                .noneMatch(line -> line.contains("AIRELAY_TOKEN"));
        process.on("Mac OS X");
        assertThat(described())
                .contains(
                        "        <key>AIRELAY_JAVA_OPTS</key>\n        <string>-Xmx64m -Dx=&quot;a\\b&quot;</string>\n");
    }

    @Test
    void keepsConfigurationFileOfTheEnvironment() throws IOException {
        Files.writeString(process.file("mine.toml"), "[server]\nport = 8098\n");
        process.with("AIRELAY_CONFIG", "mine.toml");

        assertThat(described()).contains("Environment=\"AIRELAY_CONFIG=" + process.file("mine.toml") + "\"\n");
    }

    @Test
    void keepsJavaThatTheLauncherFound() {
        process.with("AIRELAY_LAUNCHER", process.file("bin/airelay").toString());

        assertThat(described()).contains("Environment=\"JAVA_HOME=" + System.getProperty("java.home") + "\"\n");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "AIRELAY_BEARER_TOKEN,secret-token,write the relay token to ",
        "HTTPS_PROXY,http://me:secret-token@proxy:3128,set upstream.proxy in ",
        "AIRELAY_UPSTREAM_PROXY,http://me:secret-token@proxy:3128,set upstream.proxy in "
    })
    void refusesToWriteASecret(String variable, String value, String remedy) {
        process.with(variable, value);

        TestProcess.Result result = process.run("service", "install");

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).contains(variable, remedy).doesNotContain("secret-token");
        assertThat(unit).doesNotExist();
    }

    @Test
    void namesVariablesThatAWindowsTaskDoesNotGet() {
        process.on("Windows 11").with("AIRELAY_PORT", "8099");

        TestProcess.Result result = process.run("service", "install", "--print");

        assertThat(result.err()).contains("setx: AIRELAY_PORT");
    }

    @Test
    void windowsTaskNeedsNoAdministrator() {
        process.on("Windows 11").with("USERDOMAIN", "HOST").with("USERNAME", "Jo & Doe");

        assertThat(described())
                .contains(
                        "      <UserId>HOST\\Jo &amp; Doe</UserId>\n    </LogonTrigger>",
                        "<Principal id=\"Author\">\n      <UserId>HOST\\Jo &amp; Doe</UserId>",
                        "<LogonType>InteractiveToken</LogonType>",
                        "<RunLevel>LeastPrivilege</RunLevel>");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void uninstallStopsForgetsAndDeletes() throws IOException {
        installed();
        systemctl(0);

        TestProcess.Result result = process.run("service", "uninstall");

        assertThat(result.code()).as(result.err()).isZero();
        assertThat(result.out()).contains("The service was removed.");
        assertThat(unit).doesNotExist();
        assertThat(process.file("calls")).hasContent("--user disable --now airelay.service\n--user daemon-reload\n");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void uninstallThatCannotStopTheServiceFailsAndKeepsItsFile() throws IOException {
        installed();
        systemctl(5);

        TestProcess.Result result = process.run("service", "uninstall");

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.out()).doesNotContain("removed");
        assertThat(result.err())
                .contains("'systemctl --user disable --now airelay.service' ended with code 5.", "was not deleted");
        assertThat(unit).exists();
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void uninstallNeedsNoValidSettings() throws IOException {
        installed();
        systemctl(0);
        Files.writeString(process.file(".config/airelay/config.toml"), "[server]\nport = 99999\n");

        assertThat(process.run("service", "uninstall").code()).isZero();
        assertThat(unit).doesNotExist();
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void installStartsTheService() throws IOException {
        systemctl(0);

        assertThat(process.run("service", "install").code()).isZero();

        assertThat(unit).content().contains("ExecStart=");
        assertThat(process.file("calls"))
                .hasContent("--user daemon-reload\n--user enable airelay.service\n--user restart airelay.service\n");
    }

    private void installed() throws IOException {
        Files.createDirectories(unit.getParent());
        Files.writeString(unit, "");
    }

    /** Puts a stand-in for the service manager on the PATH, which notes its arguments and ends with a code. */
    private void systemctl(int code) throws IOException {
        Path program = process.file("tools/systemctl");
        Files.createDirectories(program.getParent());
        Files.writeString(program, "#!/bin/sh\necho \"$*\" >>'" + process.file("calls") + "'\nexit " + code + "\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
        process.with("PATH", program.getParent().toString());
    }
}
