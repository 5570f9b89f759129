package dev.airelay.cli.system;

import dev.airelay.cli.text.ShellText;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The shells that the program writes lines for. */
public enum ShellKind {
    /** Bash, and what else reads POSIX shell. */
    BASH,
    ZSH,
    FISH,
    POWERSHELL,
    /** The command prompt of Windows. */
    CMD;

    /** Returns the shell of a name, with or without its directory; empty for others. */
    public static Optional<ShellKind> named(String name) {
        String plain = ShellText.without(
                ".exe",
                name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1)
                        .toLowerCase(Locale.ROOT));
        return switch (plain) {
            case "bash", "sh", "dash", "ksh", "ash" -> Optional.of(BASH);
            case "zsh" -> Optional.of(ZSH);
            case "fish" -> Optional.of(FISH);
            case "powershell", "pwsh" -> Optional.of(POWERSHELL);
            case "cmd" -> Optional.of(CMD);
            default -> Optional.empty();
        };
    }

    /** Returns the shell of the person, as far as the environment says. */
    public static ShellKind of(Map<String, String> environment, String operatingSystem) {
        if (operatingSystem.toLowerCase(Locale.ROOT).startsWith("windows")) {
            return POWERSHELL;
        }
        return named(environment.getOrDefault("SHELL", "")).orElse(BASH);
    }

    /** The names that users type. */
    public static List<String> names() {
        return Stream.of(values())
                .map(shell -> shell.name().toLowerCase(Locale.ROOT))
                .toList();
    }

    /** Returns the line that sets an environment variable. */
    public String assignment(String name, String value) {
        return switch (this) {
            case BASH, ZSH -> "export " + name + "=" + ShellText.word(value);
            case FISH -> "set -gx " + name + " '" + value.replace("\\", "\\\\").replace("'", "\\'") + "'";
            case POWERSHELL -> "$Env:" + name + " = '" + value.replace("'", "''") + "'";
            case CMD -> "set \"" + name + "=" + value.replace("%", "%%") + "\"";
        };
    }

    /** Returns the line that runs the output of a command. */
    public String evaluation(String command) {
        return switch (this) {
            case BASH, ZSH -> "eval \"$(" + command + ")\"";
            case FISH -> command + " | source";
            case POWERSHELL -> command + " | Out-String | Invoke-Expression";
            case CMD -> "for /f \"delims=\" %i in ('" + command + "') do %i";
        };
    }
}
