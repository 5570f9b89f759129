package dev.airelay.cli.command;

import dev.airelay.cli.context.CommandFailure;
import dev.airelay.cli.text.RequestLine;
import dev.airelay.server.ExitStatus;
import dev.airelay.traffic.read.LogEntry;
import dev.airelay.traffic.record.ClientName;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Which entries of the traffic log are wanted. Without conditions, all; with one, only requests that fulfill them all.
 *
 * @param status such as 429 or 4xx; null for any
 * @param errors whether only requests that failed are wanted
 * @param model a part of the model's name; null for any
 * @param client a part of the client's name or of its {@code User-Agent}; null for any
 */
record LogFilter(
        @Nullable String status,
        boolean errors,
        @Nullable String model,
        @Nullable String client) implements Predicate<LogEntry> {
    private static final Pattern STATUS = Pattern.compile("[1-5]([0-9]{2}|xx)");

    /**
     * Checks the conditions.
     *
     * @throws CommandFailure when the status is not one
     */
    LogFilter {
        if (status != null && !STATUS.matcher(status.toLowerCase(Locale.ROOT)).matches()) {
            throw new CommandFailure(
                    ExitStatus.USAGE,
                    "--status must be a status such as 429, or 4xx or 5xx, was '" + status + "'.",
                    null);
        }
    }

    boolean all() {
        return status == null && !errors && model == null && client == null;
    }

    @Override
    public boolean test(LogEntry entry) {
        if (all()) {
            return true;
        }
        JsonNode fields = entry.fields();
        String agent = RequestLine.text(fields, "user_agent");
        return RequestLine.isRequest(entry.phase())
                && (status == null || fits(fields.path("status_code").asInt(0), status))
                && (!errors || RequestLine.failed(fields))
                && (model == null || contains(RequestLine.text(fields, "model"), model))
                && (client == null || contains(ClientName.of(agent), client) || contains(agent, client));
    }

    private static boolean fits(int actual, String wanted) {
        return (wanted.endsWith("x") || wanted.endsWith("X"))
                ? actual / 100 == Character.digit(wanted.charAt(0), 10)
                : actual == Integer.parseInt(wanted);
    }

    private static boolean contains(String text, String part) {
        return text.toLowerCase(Locale.ROOT).contains(part.toLowerCase(Locale.ROOT));
    }
}
