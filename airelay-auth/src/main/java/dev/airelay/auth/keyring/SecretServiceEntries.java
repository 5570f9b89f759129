package dev.airelay.auth.keyring;

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The Secret Service of a Linux desktop, through {@code secret-tool} (libsecret). */
record SecretServiceEntries(ExternalProgram programs) implements KeyringEntries {
    private static final String PROGRAM = "secret-tool";

    /** {@code secret-tool} keeps the first 8192 bytes of what it reads and reports success. */
    @Override
    public int capacity() {
        return 8000;
    }

    @Override
    public Optional<String> find(String account) throws KeyringException {
        ExternalProgram.Result result = run(command("lookup", account), "");
        if (result.exit() == 0) {
            return Optional.of(result.output().strip()).filter(value -> !value.isEmpty());
        }
        // It prints nothing if there is no such entry.
        if (result.complaint().isEmpty()) {
            return Optional.empty();
        }
        throw failure(result);
    }

    @Override
    public void put(String account, String value) throws KeyringException {
        ExternalProgram.Result result = run(command("store", account), value);
        if (result.exit() != 0) {
            throw failure(result);
        }
    }

    @Override
    public boolean remove(String account) throws KeyringException {
        ExternalProgram.Result result = run(command("clear", account), "");
        if (result.exit() != 0 && !result.complaint().isEmpty()) {
            throw failure(result);
        }
        return result.exit() == 0;
    }

    /** Without a session bus the program would try to start one, and complain. A server has none. */
    private ExternalProgram.Result run(List<String> command, String input) throws KeyringException {
        Map<String, String> environment = programs.environment();
        String runtime = environment.getOrDefault("XDG_RUNTIME_DIR", "");
        boolean bus = environment.containsKey("DBUS_SESSION_BUS_ADDRESS") || environment.containsKey("DISPLAY");
        if (!bus && (runtime.isEmpty() || !new File(runtime, "bus").exists())) {
            throw KeyringException.absent("no D-Bus session is running");
        }
        return programs.run(command, input);
    }

    private static List<String> command(String verb, String account) {
        List<String> command = new ArrayList<>(List.of(PROGRAM, verb));
        if (verb.equals("store")) {
            command.add("--label=AIRelay: ChatGPT session");
        }
        command.addAll(List.of("service", Keyring.SERVICE, "account", account));
        return command;
    }

    private static KeyringException failure(ExternalProgram.Result result) {
        return new KeyringException(PROGRAM + ": " + withoutName(result.complaint()));
    }

    private static String withoutName(String complaint) {
        String name = PROGRAM + ": ";
        return complaint.startsWith(name) ? complaint.substring(name.length()) : complaint;
    }
}
