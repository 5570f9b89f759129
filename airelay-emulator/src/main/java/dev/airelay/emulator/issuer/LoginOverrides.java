package dev.airelay.emulator.issuer;

import dev.airelay.emulator.api.TokenLifetimes;
import dev.airelay.emulator.http.ScriptedResponse;
import dev.airelay.emulator.http.Transport;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The changes that scripts make to the login server's next response. Not thread-safe: created for one request. */
final class LoginOverrides {
    private final Set<String> omitted = new HashSet<>();
    private TokenVariation variation = TokenVariation.NONE;
    private RedirectOverride redirect = RedirectOverride.NONE;
    private DeviceOverride device = DeviceOverride.NONE;
    private @Nullable ScriptedResponse refusal;
    private Transport.@Nullable Stop lost;
    private @Nullable Duration accessLifetime;
    private @Nullable Duration idLifetime;

    /** Wrong parameters of the redirect; null leaves one unchanged, {@link #ABSENT} omits it. */
    record RedirectOverride(
            @Nullable String error,
            @Nullable String description,
            @Nullable String state,
            @Nullable String code) {
        /** No value a script can name. */
        static final String ABSENT = "\0";

        static final RedirectOverride NONE = new RedirectOverride(null, null, null, null);
    }

    /**
     * The forms that the device login has had. Codex 0.169.0 reads the interval as a text and nothing else.
     *
     * @param codeField the name of the user code's field
     * @param interval number, text or absent
     * @param expiry in, at, both or none
     * @param pendingStatus the status of a pending poll; 0 when it is not forced to be pending
     */
    record DeviceOverride(String codeField, String interval, String expiry, int pendingStatus) {
        static final DeviceOverride NONE = new DeviceOverride("user_code", "text", "in", 0);
    }

    void omit(String field) {
        omitted.add(field);
    }

    boolean omits(String field) {
        return omitted.contains(field);
    }

    void vary(TokenVariation value) {
        variation = value;
    }

    TokenVariation variation() {
        return variation;
    }

    void redirect(RedirectOverride value) {
        redirect = value;
    }

    RedirectOverride redirect() {
        return redirect;
    }

    void device(DeviceOverride value) {
        device = value;
    }

    DeviceOverride device() {
        return device;
    }

    /** Responds with this instead; the state of the login server does not change. */
    void refuse(ScriptedResponse answer) {
        refusal = answer;
    }

    @Nullable
    ScriptedResponse refusal() {
        return refusal;
    }

    /** Performs the request, then interrupts the connection before the response. */
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

    /** The options' lifetimes with the changes of scripts. */
    TokenLifetimes lifetimes(TokenLifetimes usual) {
        TokenLifetimes changed = accessLifetime == null ? usual : usual.withAccess(accessLifetime);
        return idLifetime == null ? changed : changed.withId(idLifetime);
    }
}
