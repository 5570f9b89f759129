package dev.airelay.emulator;

/** The one client registered at the issuer, which is that of the Codex CLI. */
final class LoginClient {
    static final String ID = "app_EMoamEEZ73f0CkXaXp7hrann";

    private LoginClient() {}
}
