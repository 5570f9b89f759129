package dev.airelay.auth.login;

import java.time.Duration;
import java.util.Optional;

/**
 * A device login as started by the login server. Its text form shows neither of the codes.
 *
 * @param deviceAuthId identifies it when polling
 * @param userCode for the owner
 * @param interval between polls
 * @param expiresIn if the login server gave one
 */
public record DeviceAuthorization(
        String deviceAuthId, String userCode, Duration interval, Optional<Duration> expiresIn) {
    @Override
    public String toString() {
        return "DeviceAuthorization[" + interval + "]";
    }
}
