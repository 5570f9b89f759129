package dev.airelay.server.http;

import java.util.regex.Pattern;

/** A client's text as it may stand in a message: cut, and without control characters. */
public final class LogSafeText {

    private static final int MAX_CHARS = 100;

    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

    private LogSafeText() {}

    public static String of(String text) {
        String cut = text.length() <= MAX_CHARS ? text : text.substring(0, MAX_CHARS) + "...";
        return CONTROL.matcher(cut).replaceAll("?");
    }
}
