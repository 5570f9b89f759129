package dev.airelay.auth;

import dev.airelay.auth.issuer.IssuerClient;
import dev.airelay.auth.issuer.IssuerOptions;
import dev.airelay.auth.issuer.IssuerReply;
import dev.airelay.auth.issuer.IssuerRequest;
import dev.airelay.auth.issuer.IssuerTransport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/** An issuer that answers from a script and remembers what it was asked. */
public final class ScriptedTransport implements IssuerTransport {
    private interface Step {
        IssuerReply play() throws IOException;
    }

    private final Queue<Step> steps = new ConcurrentLinkedQueue<>();
    private final List<IssuerRequest> requests = new CopyOnWriteArrayList<>();

    public ScriptedTransport answers(IssuerReply reply) {
        steps.add(() -> reply);
        return this;
    }

    public ScriptedTransport answers(int status, String body) {
        return answers(reply(status, body));
    }

    public ScriptedTransport answers(int status, String body, String retryAfter) {
        return answers(new IssuerReply(status, Optional.of(retryAfter), false, body.getBytes(StandardCharsets.UTF_8)));
    }

    public ScriptedTransport fails(IOException failure) {
        steps.add(() -> {
            throw failure;
        });
        return this;
    }

    static IssuerReply reply(int status, String body) {
        return new IssuerReply(status, Optional.empty(), false, body.getBytes(StandardCharsets.UTF_8));
    }

    /** The page that Cloudflare sends instead of the issuer's answer. */
    public static IssuerReply challenge() {
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

    public List<IssuerRequest> requests() {
        return requests;
    }

    /** The body of the request with this index. */
    public String body(int index) {
        return new String(requests.get(index).body(), StandardCharsets.UTF_8);
    }

    public IssuerClient client() {
        return new IssuerClient(this, IssuerOptions.codex());
    }
}
