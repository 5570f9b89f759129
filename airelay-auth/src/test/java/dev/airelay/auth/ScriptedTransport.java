package dev.airelay.auth;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/** An issuer that answers from a script and remembers what it was asked. */
final class ScriptedTransport implements IssuerTransport {
    private interface Step {
        IssuerReply play() throws IOException;
    }

    private final Queue<Step> steps = new ConcurrentLinkedQueue<>();
    private final List<IssuerRequest> requests = new CopyOnWriteArrayList<>();

    ScriptedTransport answers(IssuerReply reply) {
        steps.add(() -> reply);
        return this;
    }

    ScriptedTransport answers(int status, String body) {
        return answers(reply(status, body));
    }

    ScriptedTransport answers(int status, String body, String retryAfter) {
        return answers(new IssuerReply(status, Optional.of(retryAfter), false, body.getBytes(StandardCharsets.UTF_8)));
    }

    ScriptedTransport fails(IOException failure) {
        steps.add(() -> {
            throw failure;
        });
        return this;
    }

    static IssuerReply reply(int status, String body) {
        return new IssuerReply(status, Optional.empty(), false, body.getBytes(StandardCharsets.UTF_8));
    }

    /** What Cloudflare sends instead of the issuer's answer. */
    static IssuerReply challenge() {
        return new IssuerReply(
                403,
                Optional.empty(),
                true,
                "<!DOCTYPE html><html><title>Just a moment...</title></html>".getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public IssuerReply send(IssuerRequest request) throws IOException {
        requests.add(request);
        Step step = steps.poll();
        if (step == null) {
            throw new AssertionError("nothing scripted for " + request);
        }
        return step.play();
    }

    List<IssuerRequest> requests() {
        return requests;
    }

    /** The body of the request with this index. */
    String body(int index) {
        return new String(requests.get(index).body(), StandardCharsets.UTF_8);
    }

    IssuerClient client() {
        return new IssuerClient(this, IssuerOptions.codex());
    }
}
