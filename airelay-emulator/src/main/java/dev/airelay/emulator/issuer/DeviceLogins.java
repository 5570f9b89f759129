package dev.airelay.emulator.issuer;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Device logins that were begun, by their id. Safe for concurrent use. */
final class DeviceLogins {
    /**
     * A device login.
     *
     * @param polls how often it was polled while pending
     * @param approved whether someone typed its code
     * @param issued the code to exchange; null until a poll has fetched it
     */
    record Login(
            String id,
            String userCode,
            Instant end,
            int polls,
            boolean approved,
            @Nullable IssuedCode issued) {
        boolean expiredAt(Instant now) {
            return !end.isAfter(now);
        }

        Login polled() {
            return new Login(id, userCode, end, polls + 1, approved, issued);
        }

        Login approve() {
            return new Login(id, userCode, end, polls, true, issued);
        }

        Login issue(IssuedCode code) {
            return new Login(id, userCode, end, polls, approved, code);
        }
    }

    /** The code and verifier in the response to every poll of an approved login. */
    record IssuedCode(String code, String verifier) {}

    private final Map<String, Login> logins = Bounded.map();

    synchronized void add(Login login) {
        logins.put(login.id(), login);
    }

    /** The login with that id and code. */
    synchronized Optional<Login> find(String id, String userCode) {
        return Optional.ofNullable(logins.get(id))
                .filter(login -> login.userCode().equals(userCode));
    }

    /** Changes a login and returns it changed. */
    synchronized Login change(Login login, UnaryOperator<Login> step) {
        Login changed = step.apply(logins.getOrDefault(login.id(), login));
        logins.put(login.id(), changed);
        return changed;
    }

    /** Approves the login whose code was typed, in any case; false when there is none or it is expired. */
    synchronized boolean approve(String typed, Instant now) {
        String code = typed.strip().toUpperCase(Locale.ROOT);
        Optional<Login> login = logins.values().stream()
                .filter(one -> one.userCode().equals(code) && !one.expiredAt(now))
                .findFirst();
        login.ifPresent(one -> logins.put(one.id(), one.approve()));
        return login.isPresent();
    }

    /** The codes that nobody has typed yet, oldest first. */
    synchronized List<String> waiting(Instant now) {
        return logins.values().stream()
                .filter(login -> !login.approved() && !login.expiredAt(now))
                .map(Login::userCode)
                .toList();
    }
}
