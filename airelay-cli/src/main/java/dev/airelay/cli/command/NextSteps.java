package dev.airelay.cli.command;

import java.util.ArrayList;
import java.util.List;

/** The commands that the user should run next, in order. */
final class NextSteps {
    private final CommandContext context;
    private final RelayState state;

    NextSteps(CommandContext context, RelayState state) {
        this.context = context;
        this.state = state;
    }

    /** Returns the commands for everything that is missing, or how to serve if nothing is. */
    List<String> towardsServing() {
        List<String> steps = missing();
        if (steps.isEmpty()) {
            steps.add(serve());
        }
        return List.copyOf(steps);
    }

    /** Returns the commands for everything that is missing, and how to serve. */
    List<String> includingServing() {
        List<String> steps = missing();
        steps.add(serve());
        return List.copyOf(steps);
    }

    /** How to make the stored session usable. */
    String signIn() {
        return context.commandLine("login");
    }

    String init() {
        return context.commandLine("init");
    }

    /** Returns the commands for everything that is missing. */
    List<String> missing() {
        List<String> steps = new ArrayList<>();
        if (state.tokenMissing()) {
            steps.add(init());
        }
        if (!state.session().readyForRequests()) {
            steps.add(signIn());
        }
        return steps;
    }

    private String serve() {
        return context.commandLine("serve");
    }
}
