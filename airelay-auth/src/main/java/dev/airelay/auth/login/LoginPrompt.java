package dev.airelay.auth.login;

/** Tells the owner where to sign in. */
@FunctionalInterface
public interface LoginPrompt {
    /**
     * Called once, on the thread that runs the login, when the listener is ready. Must return soon: the wait begins
     * after it. To take pasted text, read it on another thread and hand it to the login given here.
     */
    void show(PendingLogin login);
}
