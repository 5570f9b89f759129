package dev.airelay.cli.context;

import dev.airelay.cli.text.ShellText;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * Opens an address in the person's browser, by the platform's own program or those in BROWSER: a list of command lines, each
 * with {@code %s} for the address or the address behind it.
 */
public final class BrowserOpener {
    /** A program that has nothing to open the address with ends within this time; a browser may stay for hours. */
    private static final long FAILS_WITHIN_MILLIS = 1_000;

    private static final Pattern SEPARATOR = Pattern.compile(":");
    private static final String ADDRESS = "%s";

    private final CommandContext context;

    public BrowserOpener(CommandContext context) {
        this.context = context;
    }

    /** Starts the programs in turn until one does not fail at once; false when all did, or there is none. */
    public boolean open(String address) {
        return commands(address).stream().anyMatch(this::starts);
    }

    private boolean starts(List<String> command) {
        try {
            Process program = new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return !program.waitFor(FAILS_WITHIN_MILLIS, TimeUnit.MILLISECONDS) || program.exitValue() == 0;
        } catch (IOException noSuchProgram) {
            return false;
        } catch (InterruptedException stopped) {
            // It was started; the caller meets the interrupt at its own next wait.
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private List<List<String>> commands(String address) {
        String chosen = context.sources().environment().getOrDefault("BROWSER", "");
        String system = context.operatingSystem().toLowerCase(Locale.ROOT);
        boolean windows = system.startsWith("windows");
        if (!chosen.isBlank()) {
            // On Windows a colon is part of a path, and there is no custom of a list.
            List<String> entries =
                    windows ? List.of(chosen) : SEPARATOR.splitAsStream(chosen).toList();
            return entries.stream()
                    .filter(entry -> !entry.isBlank())
                    .map(entry -> command(entry.strip(), address))
                    .toList();
        }
        if (system.startsWith("mac")) {
            return List.of(List.of("open", address));
        }
        // Not through cmd.exe, which would cut the address at its first ampersand.
        return List.of(
                windows ? List.of("rundll32", "url.dll,FileProtocolHandler", address) : List.of("xdg-open", address));
    }

    private List<String> command(String entry, String address) {
        // The path of a program may contain spaces.
        if (new File(entry).isFile()) {
            return List.of(entry, address);
        }
        List<String> words = new ArrayList<>(ShellText.words(entry));
        if (entry.contains(ADDRESS)) {
            words.replaceAll(word -> word.replace(ADDRESS, address));
        } else {
            words.add(address);
        }
        return words;
    }
}
