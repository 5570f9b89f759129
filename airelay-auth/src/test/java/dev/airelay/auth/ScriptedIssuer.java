package dev.airelay.auth;

import dev.airelay.auth.issuer.IssuerException;
import dev.airelay.auth.issuer.TokenRenewal;
import dev.airelay.auth.issuer.TokenReply;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** An issuer with scripted answers that records the requests it receives. */
public final class ScriptedIssuer implements TokenRenewal {
    /** One answer. */
    public interface Answer {
        TokenReply give() throws IssuerException, InterruptedException;
    }

    private final Deque<Answer> answers = new ArrayDeque<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();

    public ScriptedIssuer then(TokenReply reply) {
        return then(() -> reply);
    }

    public ScriptedIssuer thenRefuses(String code) {
        return then(() -> {
            throw new IssuerException(IssuerException.Kind.PERMANENT, code, "refused");
        });
    }

    public ScriptedIssuer thenFails(String code) {
        return then(() -> {
            throw new IssuerException(IssuerException.Kind.TRANSIENT, code, "unavailable");
        });
    }

    public ScriptedIssuer then(Answer answer) {
        answers.add(answer);
        return this;
    }

    @Override
    public synchronized TokenReply renew(String refreshToken) throws IssuerException, InterruptedException {
        asked.add(refreshToken);
        Answer next = answers.poll();
        if (next == null) {
            throw new AssertionError("the issuer was asked once too often");
        }
        return next.give();
    }

    public List<String> asked() {
        return asked;
    }
}
