package dev.airelay.auth.keyring;

/** The keyring did not do what it was asked for. The message says why and holds no secret. */
public final class KeyringException extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean installed;

    /** A failure of a keyring that is there. */
    public KeyringException(String message) {
        this(message, true);
    }

    private KeyringException(String message, boolean installed) {
        super(message);
        this.installed = installed;
    }

    /** There is no way to any keyring on this machine. */
    static KeyringException absent(String message) {
        return new KeyringException(message, false);
    }

    /** Returns the exception for a program that is not installed. */
    public static KeyringException notInstalled(String program) {
        return absent("the program " + program + " is not installed");
    }

    /** Whether there is a keyring at all, which then may hold something. */
    public boolean installed() {
        return installed;
    }
}
