package dev.airelay.cli.command;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Whether the person at the terminal has no browser on this machine. */
final class RemoteTerminal {
    private static final List<String> SSH = List.of("SSH_CONNECTION", "SSH_TTY");
    private static final List<String> DISPLAYS = List.of("DISPLAY", "WAYLAND_DISPLAY");

    private RemoteTerminal() {}

    /** Looks for SSH, and on Linux for a display. */
    static boolean seen(Map<String, String> environment, String operatingSystem) {
        boolean linux = operatingSystem.toLowerCase(Locale.ROOT).contains("linux");
        return anySet(environment, SSH) || (linux && !anySet(environment, DISPLAYS));
    }

    private static boolean anySet(Map<String, String> environment, List<String> names) {
        return names.stream()
                .anyMatch(name -> !environment.getOrDefault(name, "").isEmpty());
    }
}
