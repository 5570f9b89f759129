package dev.airelay.emulator;

import java.util.Set;

/** Text for a free string: a command that only prints where the name says that it will be run. */
final class HarmlessText {
    static final String COMMAND = "echo '[emulator] tool call'";
    private static final Set<String> COMMANDS = Set.of("cmd", "command", "script", "shell_command");

    private HarmlessText() {}

    static String of(String name, String otherwise) {
        return COMMANDS.contains(name) ? COMMAND : otherwise;
    }
}
