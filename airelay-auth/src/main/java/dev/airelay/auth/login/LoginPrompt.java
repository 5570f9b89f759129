package dev.airelay.auth.login;

/** Shows the owner where to sign in. */
@FunctionalInterface
public interface LoginPrompt {
    /**
     * Called once, on the thread that runs the login, when the listener is ready. Must return soon: the wait begins after
     * it. To accept pasted text, read it on another thread and pass it to this login.
     */
    void show(PendingLogin login);
}
