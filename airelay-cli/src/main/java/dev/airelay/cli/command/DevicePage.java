package dev.airelay.cli.command;

import dev.airelay.auth.login.DeviceCode;
import dev.airelay.auth.login.DevicePrompt;
import java.time.Duration;
import java.util.Optional;

/** The login on another device as the person at the terminal sees it. */
final class DevicePage implements DevicePrompt {
    private final CommandContext workplace;

    DevicePage(CommandContext workplace) {
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
                .line("2. Enter this code, which is valid for " + time(code.validFor()) + ":")
                .line("     " + code.userCode())
                .line("")
                .line("Only enter a code you requested yourself, and never share it. A code someone sent you would")
                .line("sign them in to your account.")
                .line("")
                .line(
                        "Does the page reject the code? Enable device codes for Codex in ChatGPT's settings under Security.")
                .line("In a workspace, an administrator may have to allow them.");
        workplace.flush();
    }

    @Override
    public void waiting(Duration left, Optional<String> trouble) {
        workplace.note("Waiting for you to sign in, " + time(left) + " left."
                + trouble.map(why -> " Last problem: " + why).orElse(""));
    }

    private static String time(Duration length) {
        long minutes = length.toMinutes();
        return minutes > 0 ? minutes + (minutes == 1 ? " minute" : " minutes") : length.toSeconds() + " seconds";
    }
}
