package dev.airelay.auth.keyring;

import dev.airelay.base.FileFailures;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** The Windows Credential Manager, through a script for the PowerShell that comes with Windows. */
record CredentialManagerEntries(ExternalProgram programs) implements KeyringEntries {
    private static final String PROGRAM = "powershell.exe";
    private static final String SCRIPT = "credential-manager.ps1";
    private static final int NOT_FOUND = 3;

    /** CRED_MAX_CREDENTIAL_BLOB_SIZE is 2560 bytes. */
    @Override
    public int capacity() {
        return 2500;
    }

    @Override
    public Optional<String> find(String account) throws KeyringException {
        ExternalProgram.Result result = run("find", account, "");
        return result.exit() == NOT_FOUND
                ? Optional.empty()
                : Optional.of(result.output().strip());
    }

    @Override
    public void put(String account, String value) throws KeyringException {
        run("put", account, value);
    }

    @Override
    public boolean remove(String account) throws KeyringException {
        return run("remove", account, "").exit() != NOT_FOUND;
    }

    private ExternalProgram.Result run(String verb, String account, String value) throws KeyringException {
        String input = String.join("\n", verb, Keyring.SERVICE + ":" + account, value) + "\n";
        ExternalProgram.Result result = programs.run(
                List.of(PROGRAM, "-NoLogo", "-NoProfile", "-NonInteractive", "-EncodedCommand", script()), input);
        if (result.exit() != 0 && result.exit() != NOT_FOUND) {
            throw new KeyringException("the Windows Credential Manager: "
                    + (result.complaint().isEmpty() ? "status " + result.exit() : result.complaint()));
        }
        return result;
    }

    /** The script for the program's command line; it contains no secret. */
    private static String script() throws KeyringException {
        try (InputStream script = CredentialManagerEntries.class.getResourceAsStream(SCRIPT)) {
            if (script == null) {
                throw new KeyringException(SCRIPT + " is missing from this installation");
            }
            String text = new String(script.readAllBytes(), StandardCharsets.UTF_8);
            return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_16LE));
        } catch (IOException unreadable) {
            throw new KeyringException(SCRIPT + " cannot be read (" + FileFailures.words(unreadable) + ")");
        }
    }
}
