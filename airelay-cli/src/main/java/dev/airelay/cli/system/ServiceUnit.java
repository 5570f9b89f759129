package dev.airelay.cli.system;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The description of a background service that runs the relay for one user, in the form of the platform's service manager.
 *
 * @param manager the service manager
 * @param file where the description belongs
 * @param text the description
 * @param install the commands that make the service run now and from each login on
 * @param uninstall the commands that end it; they run before the file is deleted
 * @param show the command that shows its state
 */
public record ServiceUnit(
        Manager manager,
        Path file,
        String text,
        List<List<String>> install,
        List<List<String>> uninstall,
        List<String> show) {
    private static final String LABEL = "dev.airelay.relay";
    private static final String TASK = "AIRelay";
    private static final String UNIT = "airelay.service";
    /** More than a stop takes beside the requests in progress. */
    private static final int MORE_SECONDS = 20;

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
     * Describes the service.
     *
     * @param command the program and its arguments, the program by an absolute path
     * @param home the user's home directory
     * @param configHome the directory of the user's configuration files
     * @param shutdownSeconds how long the relay waits for requests in progress when it stops
     */
    public static ServiceUnit of(
            Manager manager, List<String> command, Path home, Path configHome, long shutdownSeconds) {
        return switch (manager) {
            case SYSTEMD ->
                new ServiceUnit(
                        manager,
                        configHome.resolve("systemd/user").resolve(UNIT),
                        systemd(command, shutdownSeconds + MORE_SECONDS),
                        List.of(
                                List.of("systemctl", "--user", "daemon-reload"),
                                List.of("systemctl", "--user", "enable", UNIT),
                                List.of("systemctl", "--user", "restart", UNIT)),
                        List.of(List.of("systemctl", "--user", "disable", "--now", UNIT)),
                        List.of("systemctl", "--user", "show", UNIT, "--property=ActiveState,SubState,UnitFileState"));
            case LAUNCHD -> {
                Path file = home.resolve("Library/LaunchAgents").resolve(LABEL + ".plist");
                yield new ServiceUnit(
                        manager,
                        file,
                        launchd(command, home, shutdownSeconds + MORE_SECONDS),
                        List.of(List.of("launchctl", "load", "-w", file.toString())),
                        List.of(List.of("launchctl", "unload", "-w", file.toString())),
                        List.of("launchctl", "list", LABEL));
            }
            case TASK_SCHEDULER -> {
                Path file = home.resolve("AppData/Local/airelay").resolve("service.xml");
                yield new ServiceUnit(
                        manager,
                        file,
                        task(command),
                        List.of(
                                List.of("schtasks", "/Create", "/F", "/TN", TASK, "/XML", file.toString()),
                                List.of("schtasks", "/Run", "/TN", TASK)),
                        List.of(
                                List.of("schtasks", "/End", "/TN", TASK),
                                List.of("schtasks", "/Delete", "/F", "/TN", TASK)),
                        List.of("schtasks", "/Query", "/TN", TASK, "/FO", "LIST"));
            }
        };
    }

    /**
     * A user manager enforces these directives, all by seccomp or resource control. MemoryDenyWriteExecute would stop Java's
     * compiler; those that need mounts, such as ProtectSystem, want privileges that a user manager lacks on many systems.
     */
    private static String systemd(List<String> command, long stopSeconds) {
        return """
                # Written by 'airelay service install'. Changes are lost when that runs again; use 'systemctl --user edit airelay'.
                [Unit]
                Description=AIRelay, a local server for OpenAI clients
                Documentation=man:airelay(1)

                [Service]
                Type=exec
                ExecStart=%s
                # 2: wrong options. 78: wrong settings. Trying again does not help.
                Restart=on-failure
                RestartPreventExitStatus=2 78
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
                        command.stream().map(ServiceUnit::systemdWord).collect(Collectors.joining(" ")), stopSeconds);
    }

    /** A word of a command line, where {@code %} begins a specifier and {@code $} a variable. */
    private static String systemdWord(String word) {
        String escaped = word.replace("\\", "\\\\")
                .replace("\"", "\\\"")
                .replace("%", "%%")
                .replace("$", "$$");
        return escaped.chars().allMatch(c -> c > ' ' && c != '\'' && c != ';') && !escaped.isEmpty()
                ? escaped
                : '"' + escaped + '"';
    }

    private static String launchd(List<String> command, Path home, long stopSeconds) {
        String words = command.stream()
                .map(word -> "        <string>" + xml(word) + "</string>\n")
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
                        stopSeconds,
                        xml(home.resolve("Library/Logs/airelay.log").toString()));
    }

    private static String task(List<String> command) {
        String arguments = command.subList(1, command.size()).stream()
                .map(word -> word.isEmpty() || word.contains(" ") ? '"' + word + '"' : word)
                .collect(Collectors.joining(" "));
        return """
                <?xml version="1.0" encoding="UTF-8"?>
                <Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
                  <RegistrationInfo>
                    <Description>AIRelay, a local server for OpenAI clients</Description>
                  </RegistrationInfo>
                  <Triggers>
                    <LogonTrigger>
                      <Enabled>true</Enabled>
                    </LogonTrigger>
                  </Triggers>
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
                  <Actions>
                    <Exec>
                      <Command>%s</Command>
                      <Arguments>%s</Arguments>
                    </Exec>
                  </Actions>
                </Task>
                """.formatted(xml(command.get(0)), xml(arguments));
    }

    private static String xml(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
