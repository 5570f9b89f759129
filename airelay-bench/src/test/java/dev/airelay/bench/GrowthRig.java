package dev.airelay.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.airelay.server.MeasuredRelay;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A measured relay, an upstream with scripted answers, and a client. */
final class GrowthRig implements AutoCloseable {
    /** The least of the lengths that are compared. */
    static final int SIZE = 64 * 1024;

    static final String CHAT = "/v1/chat/completions";
    static final String RESPONSES = "/v1/responses";
    static final String COMPLETIONS = "/v1/completions";
    static final String MESSAGES = "/v1/messages";

    private static final String COMPACTED = """
            {"id":"cmp_1","object":"response.compaction","created_at":1,"output":[
             {"type":"message","role":"user","content":[{"type":"input_text","text":"kept"}]},
             {"type":"compaction","id":"cmp_2","encrypted_content":"gAAAA"}],
             "usage":{"input_tokens":1,"output_tokens":1,"total_tokens":2}}""";

    private final WrittenUpstream upstream = new WrittenUpstream();
    private final MeasuredRelay relay;
    private final WireClient client;

    GrowthRig(Path directory, Map<String, String> settings) {
        answerAsUsual();
        relay = MeasuredRelay.start(upstream.baseUrl(), directory, settings);
        client = new WireClient(relay.port());
    }

    /** Lets the upstream answer with a text and a call. */
    void answerAsUsual() {
        upstream.events(GoldenFiles.answer("text-then-call"));
        upstream.json(WrittenUpstream.COMPACT, 200, COMPACTED.getBytes(UTF_8));
        upstream.json(WrittenUpstream.MODELS, 200, "{\"models\":[]}".getBytes(UTF_8));
        upstream.json(WrittenUpstream.USAGE, 200, "{}".getBytes(UTF_8));
    }

    WrittenUpstream upstream() {
        return upstream;
    }

    Growth growth() {
        return new Growth(relay);
    }

    /** Sends a request and returns the status. */
    int send(byte[] request) {
        return client.send(request).status();
    }

    int get(String target) {
        return send(WireClient.request("GET " + target));
    }

    int post(String path, String json) {
        return send(WireClient.json(path, json.getBytes(UTF_8)));
    }

    /** Sends a request and returns the id of what it made; empty when it was refused. */
    String made(String path, String json) {
        WireClient.Reply reply = client.send(WireClient.json(path, json.getBytes(UTF_8)));
        return reply.status() == 200 ? GoldenFiles.id(reply.body()) : "";
    }

    int send(String requestLine, List<String> headers, String body) {
        return send(WireClient.request(requestLine, headers, body.getBytes(UTF_8)));
    }

    @Override
    public void close() {
        relay.close();
        upstream.close();
    }
}
