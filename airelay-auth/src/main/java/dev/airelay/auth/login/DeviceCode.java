package dev.airelay.auth.login;

import java.net.URI;
import java.time.Duration;

/**
 * The code and page for signing in from another device. Entering the code signs the relay in, so only the owner may see it;
 * the text form omits it.
 *
 * @param verificationPage to be opened in any browser
 * @param userCode to be typed there, e.g. {@code ABCD-12345}
 * @param validFor time limit of the login
 */
public record DeviceCode(URI verificationPage, String userCode, Duration validFor) {
    @Override
    public String toString() {
        return "DeviceCode[" + verificationPage + ", " + validFor + "]";
    }
}
