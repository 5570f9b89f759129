package dev.airelay.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The client and the upstream of a relay, in lockstep: the upstream writes each delta in one piece, and only after the client
 * has received the previous one, so that one socket read of the relay carries one delta. The client sends all requests on one
 * connection.
 */
final class DeltaStream implements AutoCloseable {
    /** The number of deltas in one response. */
    static final int DELTAS = 30;

    private static final int PATIENCE_MILLIS = 60_000;
    private static final String DELTA = "response.output_text.delta";
    private static final String END_OF_CHUNKS = "\r\n0\r\n\r\n";
    private static final String HEAD =
            "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n";
    private static final Pattern SEQUENCE = Pattern.compile("\"sequence_number\":\\d+");

    private final List<String> beginning;
    private final String delta;
    private final List<String> ending;
    private final WrittenUpstream upstream = new WrittenUpstream();
    private final StringBuilder received = new StringBuilder();
    private @Nullable Socket client;
    private @Nullable OutputStream response;
    private int sequence;

    DeltaStream() {
        List<String> events =
                List.of(new String(GoldenFiles.answer("text"), UTF_8).strip().split("\n\n", -1));
        beginning = events.stream().takeWhile(event -> !event.contains(DELTA)).toList();
        List<String> deltas =
                events.stream().filter(event -> event.contains(DELTA)).toList();
        delta = deltas.get(0).replace("\"Hel\"", "\"%s\"");
        String all =
                IntStream.rangeClosed(1, DELTAS).mapToObj(DeltaStream::text).collect(Collectors.joining());
        ending = events.stream()
                .skip(beginning.size() + (long) deltas.size())
                .map(event -> event.replace("Hello there", all))
                .toList();
        upstream.answerManually(WrittenUpstream.RESPONSES);
        // The relay requests the list by itself when it starts.
        upstream.json(WrittenUpstream.MODELS, 200, "{\"models\":[]}".getBytes(UTF_8));
    }

    /** Returns the address for the relay's {@code upstream.base_url}. */
    URI upstreamUrl() {
        return upstream.baseUrl();
    }

    /** Returns the text of a delta, which occurs once in a response. */
    private static String text(int number) {
        return " word" + (100 + number);
    }

    /** Sends the request to the relay, and writes the upstream's response up to the first delta. */
    void begin(int relayPort, String path, String body) throws IOException, InterruptedException {
        if (client == null) {
            client = new Socket(InetAddress.getLoopbackAddress(), relayPort);
            client.setSoTimeout(PATIENCE_MILLIS);
            client.setTcpNoDelay(true);
        }
        received.setLength(0);
        sequence = 0;
        byte[] content = body.getBytes(UTF_8);
        client.getOutputStream()
                .write(WireClient.request(
                        "POST " + path, List.of("content-type: application/json", "connection: keep-alive"), content));
        response = upstream.nextManualResponse();
        response.write(HEAD.getBytes(UTF_8));
        write(beginning);
    }

    /** Sends deltas, each after the client has received the previous one. */
    void pass(int first, int last) throws IOException {
        for (int number = first; number <= last; number++) {
            send(number);
            await(number);
        }
    }

    /** Sends a delta in one write. */
    void send(int number) throws IOException {
        write(List.of(delta.replace("%s", text(number))));
    }

    /** Waits until the client has received a delta. */
    void await(int number) throws IOException {
        awaitText(text(number));
    }

    /** Ends the upstream's response and waits for the end of the client's. */
    void end() throws IOException {
        write(ending);
        response.write("0\r\n\r\n".getBytes(UTF_8));
        awaitText(END_OF_CHUNKS);
    }

    private void write(List<String> events) throws IOException {
        StringBuilder text = new StringBuilder();
        for (String event : events) {
            text.append(SEQUENCE.matcher(event)
                            .replaceFirst(Matcher.quoteReplacement("\"sequence_number\":" + sequence++)))
                    .append("\n\n");
        }
        byte[] data = text.toString().getBytes(UTF_8);
        response.write(WireClient.joined(
                (Integer.toHexString(data.length) + "\r\n").getBytes(UTF_8), data, "\r\n".getBytes(UTF_8)));
    }

    private void awaitText(String text) throws IOException {
        byte[] buffer = new byte[8192];
        while (received.indexOf(text) < 0) {
            int length = client.getInputStream().read(buffer);
            if (length < 0) {
                throw new IOException("the relay closed the connection after: " + received);
            }
            received.append(new String(buffer, 0, length, UTF_8));
        }
    }

    @Override
    public void close() throws IOException {
        upstream.close();
        if (client != null) {
            client.close();
        }
    }
}
