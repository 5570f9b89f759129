package dev.airelay.cli.context;

import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** Opens an address in the person's browser, by the platform's own program or the one in BROWSER. */
public final class BrowserOpener {
    private final CommandContext context;

    public BrowserOpener(CommandContext context) {
        this.context = context;
    }

    /** Starts the program and does not wait for it; false when there is none. */
    public boolean open(String address) {
        try {
            new ProcessBuilder(command(address))
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return true;
        } catch (IOException noSuchProgram) {
            return false;
        }
    }

    private List<String> command(String address) {
        String chosen = context.sources().environment().getOrDefault("BROWSER", "");
        String system = context.operatingSystem().toLowerCase(Locale.ROOT);
        if (!chosen.isBlank()) {
            return List.of(chosen.strip(), address);
        }
        if (system.startsWith("mac")) {
            return List.of("open", address);
        }
        // Not through cmd.exe, which would cut the address at its first ampersand.
        return system.startsWith("windows")
                ? List.of("rundll32", "url.dll,FileProtocolHandler", address)
                : List.of("xdg-open", address);
    }
}
