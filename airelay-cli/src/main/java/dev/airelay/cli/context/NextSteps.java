package dev.airelay.cli.context;

import dev.airelay.cli.relay.RelayState;
import java.util.ArrayList;
import java.util.List;

/** The commands that the user should run next, in order. */
public final class NextSteps {
    private final CommandContext context;
    private final RelayState state;

    public NextSteps(CommandContext context, RelayState state) {
        this.context = context;
        this.state = state;
    }

    /** Returns the commands for everything that is missing, or how to serve if nothing is. */
    public List<String> towardsServing() {
        List<String> steps = missing();
        if (steps.isEmpty()) {
            steps.add(serve());
        }
        return List.copyOf(steps);
    }

    /** Returns the commands for everything that is missing, and how to serve. */
    public List<String> includingServing() {
        List<String> steps = missing();
        steps.add(serve());
        return List.copyOf(steps);
    }

    /** How to make the stored session usable. */
    public String signIn() {
        return context.commandLine("login");
    }

    public String init() {
        return context.commandLine("init");
    }

    /** Returns the commands for everything that is missing. */
    public List<String> missing() {
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
