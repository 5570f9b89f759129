package dev.airelay.auth.session;

import dev.airelay.auth.keyring.Keyring;
import dev.airelay.base.OwnerOnly;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Builds the status of a storage: its content, whether it can be used, and its problems. */
final class StatusReport {
    private final SessionStorage storage;
    private final Instant now;
    private final List<String> warnings = new ArrayList<>();

    StatusReport(SessionStorage storage) {
        this.storage = storage;
        this.now = storage.clock().instant();
    }

    SessionStatus make() {
        Optional<StoredSession> session = load();
        warnOfPermissions();
        return session.map(this::signedIn).orElseGet(this::signedOut);
    }

    private Optional<StoredSession> load() {
        try {
            Optional<StoredSession> session = storage.load();
            if (session.isEmpty() && storage.store() instanceof AutoStore auto) {
                auto.trouble()
                        .ifPresent(
                                why -> warnings.add(
                                        "The keyring could not be read (" + why
                                                + "). If the upstream session is stored there, unlock it; otherwise run: airelay login"));
            }
            return session;
        } catch (AuthException unreadable) {
            warnings.add(String.valueOf(unreadable.getMessage()));
            return Optional.empty();
        }
    }

    private void warnOfPermissions() {
        Path file = storage.file();
        if (openToOthers(file)) {
            warnings.add(file + " can be read or changed by other users. Run: chmod 600 " + file);
        }
    }

    private static boolean openToOthers(Path file) {
        try {
            return OwnerOnly.openToOthers(file);
        } catch (IOException cannotBeChecked) {
            return false;
        }
    }

    private SessionStatus signedIn(StoredSession session) {
        boolean authenticated = session.hasTokens() && session.accountId().isPresent();
        boolean usable = usable(session);
        return new SessionStatus(
                authenticated,
                session.hasTokens(),
                session.accountFits(),
                authenticated && session.accountFits() && usable,
                session.email().orElse(null),
                session.planType().orElse(null),
                session.accountId().orElse(null),
                session.boundAccountId().orElse(null),
                session.lastRefresh().orElse(null),
                session.accessExpiry().orElse(null),
                storage.file().toString(),
                keyringService(),
                storage.mode().wireName(),
                warnings);
    }

    /** Whether the session is valid or can be renewed; adds a warning if not. */
    private boolean usable(StoredSession session) {
        if (session.hasTokens() && session.accountId().isPresent() && !session.accountFits()) {
            warnings.add(String.valueOf(AuthFailure.ACCOUNT_MISMATCH.exception().getMessage()));
        }
        if (session.lastRefresh()
                .filter(time -> time.isAfter(now.plus(RenewalRule.BELIEVED_AHEAD)))
                .isPresent()) {
            warnings.add("The upstream session's last renewal is in the future. Check this machine's clock.");
        }
        if (session.tokens().refresh().isEmpty()) {
            boolean holds = RenewalRule.maybeValid(session, now);
            if (session.hasTokens()) {
                warnings.add(
                        "The upstream session has no refresh token and ends when its access token expires. Run: airelay login");
            }
            return holds;
        }
        Optional<RenewalRecord> renewal = session.tokens().refresh().flatMap(storage.journal()::find);
        if (renewal.filter(RenewalRecord::refused).isPresent()) {
            warnings.add(renewal.get().message());
            return RenewalRule.surelyValid(session, now);
        }
        return true;
    }

    private SessionStatus signedOut() {
        return new SessionStatus(
                false,
                false,
                false,
                false,
                null,
                null,
                null,
                null,
                null,
                null,
                storage.file().toString(),
                keyringService(),
                storage.mode().wireName(),
                warnings);
    }

    private @Nullable String keyringService() {
        return storage.mode() == StorageMode.FILE ? null : Keyring.SERVICE;
    }
}
