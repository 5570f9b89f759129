package dev.airelay.cli.command;

import dev.airelay.cli.text.ShellText;
import dev.airelay.config.ConfigKeys;
import dev.airelay.config.RelayConfig;
import java.util.ArrayList;
import java.util.List;

/** What the user should do next, in order. */
final class NextSteps {
    private final CommandContext workplace;
    private final RelayState state;

    NextSteps(CommandContext workplace, RelayState state) {
        this.workplace = workplace;
        this.state = state;
    }

    /** What is missing; and how to serve once nothing is. */
    List<String> towardsServing() {
        List<String> steps = missing();
        if (steps.isEmpty()) {
            steps.add(serve());
        }
        return List.copyOf(steps);
    }

    /** What is missing, and how to serve then. */
    List<String> includingServing() {
        List<String> steps = missing();
        steps.add(serve());
        return List.copyOf(steps);
    }

    /** How to make the stored session usable. */
    String signIn() {
        return workplace.commandLine("login");
    }

    String init() {
        return workplace.commandLine("init");
    }

    private List<String> missing() {
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
        RelayConfig config = state.config();
        return workplace.commandLine("serve --host " + ShellText.word(config.get(ConfigKeys.HOST)) + " --port "
                + config.get(ConfigKeys.PORT));
    }
}
