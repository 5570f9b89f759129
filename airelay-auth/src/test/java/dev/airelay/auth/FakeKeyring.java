package dev.airelay.auth;

import dev.airelay.auth.keyring.Keyring;
import dev.airelay.auth.keyring.KeyringException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** A keyring in memory that can be locked. */
public final class FakeKeyring implements Keyring {
    private final Map<String, String> secrets = new ConcurrentHashMap<>();
    private Optional<KeyringException> failure = Optional.empty();
    private int reads;

    public void fails(KeyringException with) {
        failure = Optional.of(with);
    }

    public void works() {
        failure = Optional.empty();
    }

    public int reads() {
        return reads;
    }

    public Map<String, String> secrets() {
        return secrets;
    }

    private void check() throws KeyringException {
        if (failure.isPresent()) {
            throw failure.get();
        }
    }

    @Override
    public Optional<String> read(String account) throws KeyringException {
        reads++;
        check();
        return Optional.ofNullable(secrets.get(account));
    }

    @Override
    public void write(String account, String secret) throws KeyringException {
        check();
        secrets.put(account, secret);
    }

    @Override
    public boolean delete(String account) throws KeyringException {
        check();
        return secrets.remove(account) != null;
    }
}
