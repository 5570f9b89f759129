package dev.airelay.cli;

import dev.airelay.auth.DeviceCode;
import dev.airelay.auth.DevicePrompt;
import java.time.Duration;
import java.util.Optional;

/** The login on another device as the person at the terminal sees it. */
final class DevicePage implements DevicePrompt {
    private final Workplace workplace;

    DevicePage(Workplace workplace) {
        this.workplace = workplace;
    }

    @Override
    public void show(DeviceCode code) {
        workplace
                .page()
                .title("Sign in to ChatGPT on another device")
                .line("")
                .line("1. Open this page in any browser and sign in:")
                .line("     " + code.verificationPage())
                .line("2. Enter this code, which is good for " + time(code.validFor()) + ":")
                .line("     " + code.userCode())
                .line("")
                .line("Enter only a code that you asked for yourself, as here. Never give it to anybody: a code that")
                .line("somebody sent you signs that person in with your account.")
                .line("")
                .line("The page refuses the code? Turn on device codes for Codex in ChatGPT's settings under Security;")
                .line("in a workspace an administrator may have to allow it.");
        workplace.flush();
    }

    @Override
    public void waiting(Duration left, Optional<String> trouble) {
        workplace.note("waiting for the sign-in, " + time(left) + " left"
                + trouble.map(why -> " (" + why + ")").orElse(""));
    }

    private static String time(Duration length) {
        long minutes = length.toMinutes();
        return minutes > 0 ? minutes + (minutes == 1 ? " minute" : " minutes") : length.toSeconds() + " seconds";
    }
}
