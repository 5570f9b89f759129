package dev.airelay.cli.command;

import dev.airelay.cli.context.CommandContext;
import dev.airelay.cli.context.CommandFailure;
import dev.airelay.cli.relay.RelayApi;
import dev.airelay.cli.relay.RelayState;
import dev.airelay.cli.text.Json;
import dev.airelay.config.ConfigKeys;
import dev.airelay.server.ExitStatus;
import dev.airelay.server.RelayProcess;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Stops the relay that uses the data directory, as a signal does. */
@Command(
        name = "stop",
        description = {
            "Stop the running relay; it finishes the requests in progress first.",
            "Windows has no signal for that: there, the relay ends at once, and requests in progress with it."
        },
        footer = {"airelay stop", "airelay stop --now"})
final class StopCommand implements Callable<Integer> {
    /** More than a stop takes beside the requests in progress. */
    private static final Duration MORE = Duration.ofSeconds(20);

    private static final Duration NUDGE = Duration.ofMillis(300);

    private final CommandContext context;

    @Option(names = "--now", description = "End the requests in progress with an error instead of waiting for them.")
    private boolean now;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    StopCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws InterruptedException {
        RelayState state = context.state(context.sources());
        Optional<RelayProcess> running =
                RelayProcess.in(state.config().get(ConfigKeys.DATA_DIR)).filter(RelayProcess::alive);
        if (running.isEmpty()) {
            refuseStranger(state);
            report(false, "No relay is running.");
            return ExitStatus.OK.code();
        }
        ProcessHandle process = ProcessHandle.of(running.get().pid()).orElse(null);
        if (process != null) {
            stop(process, state.config().get(ConfigKeys.SHUTDOWN).plus(MORE));
        }
        report(true, "Stopped the relay at " + running.get().baseUrl() + ".");
        return ExitStatus.OK.code();
    }

    private void stop(ProcessHandle process, Duration patience) throws InterruptedException {
        if (process.equals(ProcessHandle.current())) {
            throw new CommandFailure(ExitStatus.FAILURE, "The relay runs in this process.", null);
        }
        if (!now && context.interactive()) {
            context.note("airelay: Waiting for the requests in progress. To end them, run: "
                    + context.commandLine("stop --now"));
        }
        // Two signals at once may arrive as one, so the second one is repeated.
        long step = now ? NUDGE.toMillis() : patience.toMillis();
        for (long left = patience.toMillis(); left > 0; left -= step) {
            signal(process);
            if (endsWithin(process, step)) {
                return;
            }
        }
        throw new CommandFailure(
                ExitStatus.TRY_AGAIN,
                "The relay (process " + process.pid() + ") has not stopped within " + patience.toSeconds() + " s. Run: "
                        + context.commandLine("stop --now"),
                null);
    }

    private static boolean endsWithin(ProcessHandle process, long millis) throws InterruptedException {
        try {
            process.onExit().get(millis, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException late) {
            return false;
        } catch (ExecutionException broken) {
            throw new IllegalStateException("the end of a process cannot fail", broken);
        }
    }

    private static void signal(ProcessHandle process) {
        if (!process.destroy() && process.isAlive()) {
            throw new CommandFailure(
                    ExitStatus.FAILURE,
                    "The relay (process " + process.pid() + ") cannot be stopped by this user. Stop it as the user who"
                            + " started it.",
                    null);
        }
    }

    /** A relay of another data directory or in a container answers at the address, so its process is not known. */
    private static void refuseStranger(RelayState state) {
        RelayApi.stranger(state).ifPresent(url -> {
            throw new CommandFailure(
                    ExitStatus.FAILURE,
                    "The relay at " + url + " does not run with the data directory "
                            + state.config().get(ConfigKeys.DATA_DIR)
                            + " on this system, so its process is not known. Add its --data-dir, or stop it where it was"
                            + " started, for example in its container.",
                    null);
        });
    }

    private void report(boolean stopped, String message) {
        if (json) {
            context.print(Json.object().put("stopped", stopped));
        } else {
            context.say(message);
        }
    }
}
