package dev.airelay.emulator.issuer;

/** The one client registered at the login server, which is that of the Codex CLI. */
public final class LoginClient {
    public static final String ID = "app_EMoamEEZ73f0CkXaXp7hrann";

    private LoginClient() {}
}
