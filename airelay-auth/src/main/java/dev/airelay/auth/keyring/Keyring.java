package dev.airelay.auth.keyring;

import dev.airelay.base.Sha256;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The operating system's store of secrets, reached through the programs that come with it: {@code secret-tool} for the
 * Secret Service (GNOME Keyring, KWallet, KeePassXC), {@code security} for the macOS Keychain and PowerShell for the Windows
 * Credential Manager. Nothing is loaded or started before the first call. Secrets go through pipes, never through a command
 * line.
 *
 * <p>No library is used: the existing ones include native code or a D-Bus stack, have no module descriptors, and were last
 * released years ago.
 *
 * <p>Every call starts a program and blocks for up to a few seconds.
 */
public interface Keyring {
    /** The service name of AIRelay's secrets in every keyring. */
    String SERVICE = "AIRelay Auth";

    /**
     * The secret of an account; empty when there is none.
     *
     * @throws KeyringException if the keyring is missing, locked or failing
     */
    Optional<String> read(String account) throws KeyringException;

    /**
     * Stores a secret in place of the one there.
     *
     * @throws KeyringException when it was not stored
     */
    void write(String account, String secret) throws KeyringException;

    /**
     * Removes a secret; whether there was one.
     *
     * @throws KeyringException when it may still be there
     */
    boolean delete(String account) throws KeyringException;

    /**
     * The keyring of this operating system.
     *
     * @param operatingSystem as the property {@code os.name} says
     * @param environment of the process
     */
    static Keyring ofPlatform(String operatingSystem, Map<String, String> environment) {
        String system = operatingSystem.toLowerCase(Locale.ROOT);
        ExternalProgram programs = new ExternalProgram(environment, ExternalProgram.PATIENCE);
        if (system.startsWith("windows")) {
            return new ChunkedKeyring(new CredentialManagerEntries(programs));
        }
        return new ChunkedKeyring(
                system.startsWith("mac") ? new KeychainEntries(programs) : new SecretServiceEntries(programs));
    }

    /** The account name for the session of a data directory: each directory has its own. */
    static String account(Path authFile) {
        Path directory = authFile.toAbsolutePath().normalize();
        directory = directory.getParent() == null ? directory : directory.getParent();
        return "cli|" + Sha256.hex(canonical(directory).toString()).substring(0, 16);
    }

    /** Returns the same path before and after the directory is created, also below a symbolic link. */
    private static Path canonical(Path directory) {
        try {
            return directory.toRealPath();
        } catch (IOException notThereYet) {
            Path parent = directory.getParent();
            Path name = directory.getFileName();
            return parent == null || name == null
                    ? directory
                    : canonical(parent).resolve(name);
        }
    }
}
