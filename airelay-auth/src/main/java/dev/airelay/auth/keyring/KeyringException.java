package dev.airelay.auth.keyring;

/** A keyring operation failed. The message says why and contains no secret. */
public final class KeyringException extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean installed;

    /** A failure of an existing keyring. */
    public KeyringException(String message) {
        this(message, true);
    }

    private KeyringException(String message, boolean installed) {
        super(message);
        this.installed = installed;
    }

    /** This machine has no usable keyring. */
    static KeyringException absent(String message) {
        return new KeyringException(message, false);
    }

    /** Returns the exception for a program that is not installed. */
    public static KeyringException notInstalled(String program) {
        return absent("the program " + program + " is not installed");
    }

    /** Whether there is a keyring at all, which may then contain a session. */
    public boolean installed() {
        return installed;
    }
}
