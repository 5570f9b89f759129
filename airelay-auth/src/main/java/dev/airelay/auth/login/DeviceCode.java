package dev.airelay.auth.login;

import java.net.URI;
import java.time.Duration;

/**
 * What the owner needs to sign in from another device. Whoever enters this code signs the relay in, so it goes to the
 * owner alone; the text form leaves it out.
 *
 * @param verificationPage to be opened in any browser
 * @param userCode to be typed there, e.g. {@code ABCD-12345}
 * @param validFor how long the login waits
 */
public record DeviceCode(URI verificationPage, String userCode, Duration validFor) {
    @Override
    public String toString() {
        return "DeviceCode[" + verificationPage + ", " + validFor + "]";
    }
}
