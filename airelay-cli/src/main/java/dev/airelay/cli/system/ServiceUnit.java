package dev.airelay.cli.system;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A background service that runs the relay for one user, as the platform's service manager knows it.
 *
 * @param manager the service manager
 * @param file where the description of the service belongs
 * @param install the commands that make the service run now and from each login on
 * @param uninstall the commands that end it; they run before the file is deleted
 * @param forget the commands that run after the file was deleted
 * @param show the command that shows its state
 */
public record ServiceUnit(
        Manager manager, Path file, List<Step> install, List<Step> uninstall, List<Step> forget, List<String> show) {
    private static final String LABEL = "dev.airelay.relay";
    private static final String TASK = "AIRelay";
    private static final String UNIT = "airelay.service";
    /** More than a stop takes beside the requests in progress. */
    private static final int MORE_SECONDS = 20;

    private static final Pattern SYSTEMD_HARMLESS = Pattern.compile("[A-Za-z0-9_@$+=:,./~-]+");
    private static final Pattern WINDOWS_HARMLESS = Pattern.compile("[A-Za-z0-9_@+.:/\\\\~-]+");
    /** The backslashes in front of a quote, and those at the end, in front of the closing one. */
    private static final Pattern BEFORE_QUOTE = Pattern.compile("(?<!\\\\)(\\\\++)(\"|$)");

    /** The service managers. */
    public enum Manager {
        SYSTEMD("systemd user unit"),
        LAUNCHD("launchd agent"),
        TASK_SCHEDULER("Windows scheduled task");

        private final String title;

        Manager(String title) {
            this.title = title;
        }

        public String title() {
            return title;
        }

        /** Returns the one of a system, by the property {@code os.name}. */
        public static Manager of(String operatingSystem) {
            String name = operatingSystem.toLowerCase(Locale.ROOT);
            return name.startsWith("windows") ? TASK_SCHEDULER : name.startsWith("mac") ? LAUNCHD : SYSTEMD;
        }
    }

    /**
     * A command of the platform.
     *
     * @param command the program and its arguments
     * @param mayFail whether the other commands do their work without it
     */
    public record Step(List<String> command, boolean mayFail) {
        static Step of(String... words) {
            return new Step(List.of(words), false);
        }

        Step thatMayFail() {
            return new Step(command, true);
        }
    }

    /**
     * How the service starts the relay.
     *
     * @param command the program and its arguments, the program by an absolute path
     * @param environment variables of the relay; a Windows task has none of its own
     * @param user the name of the user with that of the domain, for Windows
     * @param home the user's home directory
     * @param shutdownSeconds how long the relay waits for requests in progress when it stops
     */
    public record Start(
            List<String> command, Map<String, String> environment, String user, Path home, long shutdownSeconds) {}

    /**
     * Returns the service of a user. Neither settings nor files are read.
     *
     * @param home the user's home directory
     * @param configHome the directory of the user's configuration files
     */
    public static ServiceUnit of(Manager manager, Path home, Path configHome) {
        return switch (manager) {
            case SYSTEMD ->
                new ServiceUnit(
                        manager,
                        configHome.resolve("systemd/user").resolve(UNIT),
                        List.of(
                                Step.of("systemctl", "--user", "daemon-reload"),
                                Step.of("systemctl", "--user", "enable", UNIT),
                                Step.of("systemctl", "--user", "restart", UNIT)),
                        List.of(Step.of("systemctl", "--user", "disable", "--now", UNIT)),
                        List.of(Step.of("systemctl", "--user", "daemon-reload")),
                        List.of("systemctl", "--user", "show", UNIT, "--property=ActiveState,SubState,UnitFileState"));
            case LAUNCHD -> {
                Path file = home.resolve("Library/LaunchAgents").resolve(LABEL + ".plist");
                yield new ServiceUnit(
                        manager,
                        file,
                        List.of(Step.of("launchctl", "load", "-w", file.toString())),
                        List.of(Step.of("launchctl", "unload", "-w", file.toString())),
                        List.of(),
                        List.of("launchctl", "list", LABEL));
            }
            case TASK_SCHEDULER -> {
                Path file = home.resolve("AppData/Local/airelay").resolve("service.xml");
                yield new ServiceUnit(
                        manager,
                        file,
                        List.of(
                                Step.of("schtasks", "/Create", "/F", "/TN", TASK, "/XML", file.toString()),
                                Step.of("schtasks", "/Run", "/TN", TASK)),
                        List.of(
                                // A task that does not run cannot be ended.
                                Step.of("schtasks", "/End", "/TN", TASK).thatMayFail(),
                                Step.of("schtasks", "/Delete", "/F", "/TN", TASK)),
                        List.of(),
                        List.of("schtasks", "/Query", "/TN", TASK, "/FO", "LIST"));
            }
        };
    }

    /** Returns the description of the service. */
    public String description(Start start) {
        return switch (manager) {
            case SYSTEMD -> systemd(start);
            case LAUNCHD -> launchd(start);
            case TASK_SCHEDULER -> task(start);
        };
    }

    /** Returns the content of the file. */
    public byte[] content(Start start) {
        // Windows reads what its own Task Scheduler exports: UTF-16 with a mark of the order of bytes.
        return manager == Manager.TASK_SCHEDULER
                ? ('\uFEFF' + description(start)).getBytes(StandardCharsets.UTF_16LE)
                : description(start).getBytes(StandardCharsets.UTF_8);
    }

    /**
     * A user manager enforces these directives, all by seccomp or resource control. MemoryDenyWriteExecute would stop Java's
     * compiler; those that need mounts, such as ProtectSystem, want privileges that a user manager lacks on many systems.
     */
    private static String systemd(Start start) {
        return """
                # Written by 'airelay service install'. Changes are lost when that runs again; use 'systemctl --user edit airelay'.
                [Unit]
                Description=AIRelay, a local server for OpenAI clients
                Documentation=man:airelay(1)

                [Service]
                Type=exec
                ExecStart=%s
                %s# 2: wrong options. 72: no Java. 78: wrong settings. Trying again does not help.
                Restart=on-failure
                RestartPreventExitStatus=2 72 78
                RestartSec=5
                SuccessExitStatus=143
                TimeoutStopSec=%d
                UMask=0077
                NoNewPrivileges=yes
                LockPersonality=yes
                RestrictRealtime=yes
                RestrictSUIDSGID=yes
                RestrictNamespaces=yes
                RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX AF_NETLINK
                SystemCallArchitectures=native
                SystemCallFilter=@system-service
                SystemCallFilter=~@privileged @resources
                SystemCallErrorNumber=EPERM

                [Install]
                WantedBy=default.target
                """.formatted(
                        systemdCommand(start.command()),
                        start.environment().entrySet().stream()
                                .map(variable -> "Environment="
                                        + systemdQuoted(variable.getKey() + "=" + variable.getValue()) + "\n")
                                .collect(Collectors.joining()),
                        start.shutdownSeconds() + MORE_SECONDS);
    }

    /** The program is not searched for variables, unlike its arguments. */
    private static String systemdCommand(List<String> command) {
        return Stream.concat(
                        Stream.of(systemdWord(command.get(0))),
                        command.stream().skip(1).map(word -> systemdWord(word.replace("$", "$$"))))
                .collect(Collectors.joining(" "));
    }

    private static String systemdWord(String word) {
        return SYSTEMD_HARMLESS.matcher(word).matches() ? word : systemdQuoted(word);
    }

    /** A word in quotes, where a backslash begins an escape sequence and {@code %} a specifier. */
    private static String systemdQuoted(String word) {
        return '"'
                + word.replace("\\", "\\\\")
                        .replace("\"", "\\\"")
                        .replace("\n", "\\n")
                        .replace("\t", "\\t")
                        .replace("%", "%%")
                + '"';
    }

    private static String launchd(Start start) {
        String words = start.command().stream()
                .map(word -> "        <string>" + xml(word) + "</string>\n")
                .collect(Collectors.joining());
        String variables = start.environment().entrySet().stream()
                .map(variable -> "        <key>" + xml(variable.getKey()) + "</key>\n        <string>"
                        + xml(variable.getValue()) + "</string>\n")
                .collect(Collectors.joining());
        return """
                <?xml version="1.0" encoding="UTF-8"?>
                <!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
                <plist version="1.0">
                <dict>
                    <key>Label</key>
                    <string>%s</string>
                    <key>ProgramArguments</key>
                    <array>
                %s    </array>
                    <key>EnvironmentVariables</key>
                    <dict>
                %s    </dict>
                    <key>RunAtLoad</key>
                    <true/>
                    <key>KeepAlive</key>
                    <dict>
                        <key>SuccessfulExit</key>
                        <false/>
                    </dict>
                    <key>ExitTimeOut</key>
                    <integer>%d</integer>
                    <key>Umask</key>
                    <integer>63</integer>
                    <key>StandardErrorPath</key>
                    <string>%s</string>
                </dict>
                </plist>
                """.formatted(
                        LABEL,
                        words,
                        variables,
                        start.shutdownSeconds() + MORE_SECONDS,
                        xml(start.home().resolve("Library/Logs/airelay.log").toString()));
    }

    /** A task of one user, for which nobody needs to be an administrator. */
    private static String task(Start start) {
        String arguments =
                start.command().stream().skip(1).map(ServiceUnit::windowsWord).collect(Collectors.joining(" "));
        return """
                <?xml version="1.0" encoding="UTF-16"?>
                <Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
                  <RegistrationInfo>
                    <Description>AIRelay, a local server for OpenAI clients</Description>
                  </RegistrationInfo>
                  <Triggers>
                    <LogonTrigger>
                      <Enabled>true</Enabled>
                      <UserId>%1$s</UserId>
                    </LogonTrigger>
                  </Triggers>
                  <Principals>
                    <Principal id="Author">
                      <UserId>%1$s</UserId>
                      <LogonType>InteractiveToken</LogonType>
                      <RunLevel>LeastPrivilege</RunLevel>
                    </Principal>
                  </Principals>
                  <Settings>
                    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
                    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
                    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
                    <ExecutionTimeLimit>PT0S</ExecutionTimeLimit>
                    <RestartOnFailure>
                      <Interval>PT1M</Interval>
                      <Count>3</Count>
                    </RestartOnFailure>
                  </Settings>
                  <Actions Context="Author">
                    <Exec>
                      <Command>%2$s</Command>
                      <Arguments>%3$s</Arguments>
                    </Exec>
                  </Actions>
                </Task>
                """.formatted(xml(start.user()), xml(start.command().get(0)), xml(arguments));
    }

    /** A word as Windows programs split their command line: a backslash counts only in front of a quote. */
    private static String windowsWord(String word) {
        return WINDOWS_HARMLESS.matcher(word).matches()
                ? word
                : '"' + BEFORE_QUOTE.matcher(word).replaceAll("$1$1$2").replace("\"", "\\\"") + '"';
    }

    private static String xml(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
