package dev.airelay.emulator;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What scripts want of the issuer's next answer. Not thread-safe: made for one request. */
final class LoginWishes {
    private final Set<String> omitted = new HashSet<>();
    private TokenVariation variation = TokenVariation.NONE;
    private RedirectWish redirect = RedirectWish.NONE;
    private DeviceWish device = DeviceWish.NONE;
    private @Nullable Performance refusal;
    private Transport.@Nullable Stop lost;
    private @Nullable Duration accessLifetime;
    private @Nullable Duration idLifetime;

    /** Parameters of the redirect that are not the right ones; null leaves one as it is, {@link #ABSENT} out. */
    record RedirectWish(
            @Nullable String error,
            @Nullable String description,
            @Nullable String state,
            @Nullable String code) {
        /** No value a script can name. */
        static final String ABSENT = "\0";

        static final RedirectWish NONE = new RedirectWish(null, null, null, null);
    }

    /**
     * The forms the device login has had. Codex 0.169.0 reads the interval as a text and nothing else.
     *
     * @param codeField the name of the user code's field
     * @param interval number, text or absent
     * @param expiry in, at, both or none
     * @param pendingStatus the status of a pending poll; 0 when it is not forced to be pending
     */
    record DeviceWish(String codeField, String interval, String expiry, int pendingStatus) {
        static final DeviceWish NONE = new DeviceWish("user_code", "text", "in", 0);
    }

    void omit(String field) {
        omitted.add(field);
    }

    boolean omits(String field) {
        return omitted.contains(field);
    }

    void vary(TokenVariation wished) {
        variation = wished;
    }

    TokenVariation variation() {
        return variation;
    }

    void redirect(RedirectWish wished) {
        redirect = wished;
    }

    RedirectWish redirect() {
        return redirect;
    }

    void device(DeviceWish wished) {
        device = wished;
    }

    DeviceWish device() {
        return device;
    }

    /** Answers with this instead; nothing changes at the issuer. */
    void refuse(Performance answer) {
        refusal = answer;
    }

    @Nullable
    Performance refusal() {
        return refusal;
    }

    /** Does what was asked for, then breaks off before the answer. */
    void lose(Transport.Stop how) {
        lost = how;
    }

    Transport.@Nullable Stop lost() {
        return lost;
    }

    void lifetimes(@Nullable Duration access, @Nullable Duration id) {
        accessLifetime = access;
        idLifetime = id;
    }

    /** The options' lifetimes, changed as wished. */
    TokenLifetimes lifetimes(TokenLifetimes usual) {
        TokenLifetimes wished = accessLifetime == null ? usual : usual.withAccess(accessLifetime);
        return idLifetime == null ? wished : wished.withId(idLifetime);
    }
}
