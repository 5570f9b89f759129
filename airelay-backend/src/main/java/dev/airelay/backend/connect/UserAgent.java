package dev.airelay.backend.connect;

import java.util.Locale;

/**
 * The {@code User-Agent} in Codex's form: {@code originator/version (system systemVersion; machine) terminal}.
 *
 * <p>Characters that are unsafe in a header become {@code _}, as in Codex.
 */
final class UserAgent {

    /** The value that Codex sends if it does not recognize the terminal. */
    private static final String TERMINAL = "unknown";

    private UserAgent() {}

    static String ofThisMachine(String originator, String version) {
        return of(originator, version, property("os.name"), property("os.version"), property("os.arch"));
    }

    static String of(String originator, String version, String system, String systemVersion, String machine) {
        String text = originator + "/" + version + " (" + systemName(system) + " " + systemVersion + "; "
                + machineName(machine) + ") " + TERMINAL;
        return sanitised(text);
    }

    private static String property(String name) {
        return System.getProperty(name, "unknown");
    }

    private static String systemName(String javaName) {
        if (javaName.startsWith("Mac")) {
            return "Mac OS";
        }
        return javaName.startsWith("Windows") ? "Windows" : javaName;
    }

    private static String machineName(String javaName) {
        return switch (javaName.toLowerCase(Locale.ROOT)) {
            case "amd64", "x86_64" -> "x86_64";
            case "aarch64", "arm64" -> "arm64";
            default -> javaName;
        };
    }

    private static String sanitised(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            safe.append(c >= 0x20 && c < 0x7F ? c : '_');
        }
        return safe.toString();
    }
}
