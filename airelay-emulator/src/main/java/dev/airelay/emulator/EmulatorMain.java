package dev.airelay.emulator;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Runs an emulator until the process is stopped: {@code --port N --pace MILLIS --script TEXT --scripts}. */
public final class EmulatorMain {
    private static final String USAGE = "usage: [--port N] [--pace MILLIS] [--script TEXT] [--filled-output]"
            + " [--accept-absent-instructions] [--scripts]";

    private EmulatorMain() {}

    /** Starts the emulator and prints its base URL, or prints all scripts and ends. */
    public static void main(String[] args) throws InterruptedException {
        if (List.of(args).contains("--scripts")) {
            Emulator.scripts().forEach(EmulatorMain::print);
            return;
        }
        EmulatorOptions options;
        try {
            options = options(new ArrayDeque<>(List.of(args)));
        } catch (IllegalArgumentException wrong) {
            System.err.println(wrong.getMessage());
            System.err.println(USAGE);
            System.exit(2);
            return;
        }
        try (Emulator emulator = Emulator.start(options)) {
            System.out.println("emulator listening at " + emulator.baseUrl());
            new CountDownLatch(1).await();
        }
    }

    private static EmulatorOptions options(Deque<String> args) {
        EmulatorOptions options = EmulatorOptions.defaults();
        while (!args.isEmpty()) {
            String name = args.remove();
            options = switch (name) {
                case "--port" -> options.withPort(Integer.parseInt(value(name, args)));
                case "--pace" -> options.withPace(Duration.ofMillis(Long.parseLong(value(name, args))));
                case "--script" -> options.withScript(value(name, args));
                case "--filled-output" -> options.withFilledOutput(true);
                case "--accept-absent-instructions" ->
                    options.withChecks(options.checks().withRefuseAbsentInstructions(false));
                default -> throw new IllegalArgumentException("unknown option " + name);
            };
        }
        return options;
    }

    private static String value(String name, Deque<String> args) {
        if (args.isEmpty()) {
            throw new IllegalArgumentException(name + " needs a value");
        }
        return args.remove();
    }

    private static void print(ScriptDescription script) {
        System.out.println(script.name() + ": " + script.summary());
        script.keys().forEach((key, meaning) -> System.out.println("    " + key + "=" + meaning));
    }
}
