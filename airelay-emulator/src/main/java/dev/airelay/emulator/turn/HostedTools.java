package dev.airelay.emulator.turn;

import dev.airelay.emulator.turn.OutputItem.Citation;
import java.util.List;

/** What the emulated hosted tools find and draw. */
public final class HostedTools {
    /** A transparent PNG of one pixel, base64. */
    public static final String PNG =
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==";

    private static final String SOURCE = "https://emulator.invalid/source";
    private static final String TITLE = "A page that the emulator made up";

    private HostedTools() {}

    /** A citation whose characters are the last {@code quoted} of {@code text}. */
    static List<Citation> citing(String text, String quoted) {
        int start = text.lastIndexOf(quoted);
        return List.of(new Citation(SOURCE, TITLE, start, start + quoted.length()));
    }
}
