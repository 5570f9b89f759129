package dev.airelay.auth.keyring;

import java.util.List;
import java.util.Optional;

/** The login keychain of macOS, through {@code security}. */
record KeychainEntries(ExternalProgram programs) implements KeyringEntries {
    private static final String PROGRAM = "security";
    /** errSecItemNotFound as the program's status. */
    private static final int NOT_FOUND = 44;

    /** A command read from standard input may have 4096 bytes; the rest would be run as another command. */
    @Override
    public int capacity() {
        return 3000;
    }

    @Override
    public Optional<String> find(String account) throws KeyringException {
        ExternalProgram.Result result =
                programs.run(List.of(PROGRAM, "find-generic-password", "-s", Keyring.SERVICE, "-a", account, "-w"), "");
        if (result.exit() == NOT_FOUND) {
            return Optional.empty();
        }
        return Optional.of(checked(result).output().strip());
    }

    /** The whole command goes through standard input: other users could read the value if it were an argument. */
    @Override
    public void put(String account, String value) throws KeyringException {
        String command = "add-generic-password -U -s \"" + Keyring.SERVICE + "\" -a \"" + account + "\" -w \""
                + quoted(value) + "\"\n";
        checked(programs.run(List.of(PROGRAM, "-i"), command));
        // In this mode the exit status does not reflect a failed command.
        if (!find(account).equals(Optional.of(value))) {
            throw new KeyringException(PROGRAM + " did not store the session");
        }
    }

    private static String quoted(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"");
    }

    @Override
    public boolean remove(String account) throws KeyringException {
        ExternalProgram.Result result =
                programs.run(List.of(PROGRAM, "delete-generic-password", "-s", Keyring.SERVICE, "-a", account), "");
        if (result.exit() == NOT_FOUND) {
            return false;
        }
        checked(result);
        return true;
    }

    private static ExternalProgram.Result checked(ExternalProgram.Result result) throws KeyringException {
        if (result.exit() != 0) {
            throw new KeyringException(
                    PROGRAM + ": " + (result.complaint().isEmpty() ? "status " + result.exit() : result.complaint()));
        }
        return result;
    }
}
