package dev.airelay.bench;

import java.io.PrintStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Times the same turns with and without the relay, in turns, so that both see the same machine. */
final class OverheadReport {
    private static final int WARM_UPS = 300;
    private static final int PAIRS = 500;
    private static final String PROMPT = "hello [[emulate: text words=200]]";

    private final RunningPair pair;
    private final LongSupplier nanoTime;
    private final PrintStream out;

    OverheadReport(RunningPair pair, LongSupplier nanoTime, PrintStream out) {
        this.pair = pair;
        this.nanoTime = nanoTime;
        this.out = out;
    }

    void write() {
        out.println("\n## What the relay adds to a streamed turn of 200 words\n");
        out.println(
                "| dialect | direct, median ms | relayed, median ms | added ms | ratio | added ms, 99th percentile |");
        out.println("|---|---|---|---|---|---|");
        row("responses, kept on disk", "/v1/responses", responses(true));
        row("responses, store false", "/v1/responses", responses(false));
        ObjectNode chat =
                JsonNodeFactory.instance.objectNode().put("model", "gpt-5.5").put("stream", true);
        chat.putArray("messages").addObject().put("role", "user").put("content", PROMPT);
        row("chat", "/v1/chat/completions", chat);
    }

    private static ObjectNode responses(boolean kept) {
        ObjectNode request = JsonNodeFactory.instance
                .objectNode()
                .put("model", "gpt-5.5")
                .put("stream", true)
                .put("input", PROMPT);
        return kept ? request : request.put("store", false);
    }

    private static byte[] direct() {
        ObjectNode request = JsonNodeFactory.instance
                .objectNode()
                .put("model", "gpt-5.5")
                .put("instructions", ".")
                .put("store", false)
                .put("stream", true);
        ObjectNode message =
                request.putArray("input").addObject().put("type", "message").put("role", "user");
        message.putArray("content").addObject().put("type", "input_text").put("text", PROMPT);
        return JsonMapper.shared().writeValueAsBytes(request);
    }

    private void row(String dialect, String path, ObjectNode request) {
        byte[] relayed = JsonMapper.shared().writeValueAsBytes(request);
        byte[] direct = direct();
        long[] without = new long[PAIRS];
        long[] with = new long[PAIRS];
        for (int i = -WARM_UPS; i < PAIRS; i++) {
            long first = time(direct, pair::direct);
            long second = time(relayed, body -> pair.relayed(path, body));
            if (i >= 0) {
                without[i] = first;
                with[i] = second;
            }
        }
        Arrays.sort(without);
        Arrays.sort(with);
        double direct50 = Stopwatch.median(without) / 1e6;
        double relayed50 = Stopwatch.median(with) / 1e6;
        int last = PAIRS * 99 / 100;
        out.printf(
                Locale.ROOT,
                "| %s | %.3f | %.3f | %.3f | %.2f | %.3f |%n",
                dialect,
                direct50,
                relayed50,
                relayed50 - direct50,
                relayed50 / direct50,
                (with[last] - without[last]) / 1e6);
    }

    private long time(byte[] body, Consumer<byte[]> call) {
        long start = nanoTime.getAsLong();
        call.accept(body);
        return nanoTime.getAsLong() - start;
    }
}
