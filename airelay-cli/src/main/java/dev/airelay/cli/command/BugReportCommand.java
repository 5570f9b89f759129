package dev.airelay.cli.command;

import dev.airelay.base.FileFailures;
import dev.airelay.base.PrivateFiles;
import dev.airelay.cli.context.CommandContext;
import dev.airelay.cli.context.CommandFailure;
import dev.airelay.cli.context.ProcessEnvironment;
import dev.airelay.cli.relay.RelayApi;
import dev.airelay.cli.relay.RelayState;
import dev.airelay.cli.text.RequestLine;
import dev.airelay.cli.text.TimeText;
import dev.airelay.config.ConfigException;
import dev.airelay.config.ConfigKeys;
import dev.airelay.config.RelayConfig;
import dev.airelay.config.token.RelayToken;
import dev.airelay.server.ExitStatus;
import dev.airelay.server.RelayVersion;
import dev.airelay.traffic.read.LogEntry;
import dev.airelay.traffic.read.LogReader;
import dev.airelay.traffic.redact.Redactor;
import dev.airelay.traffic.redact.SecretValues;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Writes what a report about a fault needs: versions, settings that differ from their defaults, the state, and the last requests
 * that failed. Without tokens, addresses of other machines, names of people and accounts; nothing is sent anywhere.
 */
@Command(
        name = "bugreport",
        description = {
            "Print a report to attach to an issue: versions, changed settings, state and the last failures.",
            "It contains no token, prompt, user name, e-mail or IP address, or account. Read it before you share it; nothing is sent."
        },
        footer = {"airelay bugreport", "airelay bugreport --output report.md"})
final class BugReportCommand implements Callable<Integer> {
    private static final int MOST_FAILURES = 20;
    private static final Duration PERIOD = Duration.ofDays(1);
    private static final String DEFAULT = "default";

    private final CommandContext context;
    private final StringBuilder text = new StringBuilder();

    @Option(
            names = "--output",
            paramLabel = "PATH",
            description = "Write the report to a file that does not exist yet.")
    private @Nullable Path output;

    BugReportCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        SecretValues secrets = new SecretValues();
        PersonalText personal = PersonalText.of(context.sources());
        addVersions();
        int versions = text.length();
        try {
            RelayState state = context.quietState(context.sources());
            state.token().map(RelayToken::value).ifPresent(secrets::add);
            addSettings(state);
            addState(state);
            addFailures(state.config());
            personal = personal.of(state.session());
        } catch (ConfigException wrong) {
            heading("Settings");
            line(String.valueOf(wrong.getMessage()));
        }
        // Not the versions, some of which look like addresses.
        String hidden = personal.hide(text.substring(versions));
        write(new Redactor(secrets).text(text.substring(0, versions) + hidden));
        return ExitStatus.OK.code();
    }

    private void addVersions() {
        line("# AIRelay report");
        line("");
        line("- AIRelay " + RelayVersion.current());
        line("- Java " + System.getProperty("java.version") + ", " + System.getProperty("java.vm.name") + ", "
                + System.getProperty("java.vendor"));
        line("- " + System.getProperty("os.name") + " " + System.getProperty("os.version") + ", "
                + System.getProperty("os.arch") + ", " + Runtime.getRuntime().availableProcessors() + " processors");
        context.sources().environment().keySet().stream()
                .filter(name -> name.startsWith("AIRELAY_") || name.startsWith("OPENAI_ENDPOINT_"))
                .filter(name -> !name.equals(ProcessEnvironment.CALLED_AS) && !name.equals("AIRELAY_LAUNCHER"))
                .sorted()
                .forEach(name -> line("- environment: " + name + " is set"));
    }

    private void addSettings(RelayState state) {
        heading("Settings that differ from their defaults");
        RelayConfig config = state.config();
        long changed = ConfigKeys.all().stream()
                .filter(key -> !DEFAULT.equals(state.loaded().origins().getOrDefault(key.name(), DEFAULT)))
                .peek(key -> line("- " + key.name() + " = " + config.text(key)))
                .count();
        if (changed == 0) {
            line("None.");
        }
        state.warnings().forEach(warning -> line("- warning: " + warning));
    }

    private void addState(RelayState state) {
        heading("State");
        StatusReport report = StatusReport.make(context, state);
        line("- relay: "
                + (report.relay().isEmpty() ? "not running" : report.ready() ? "ready" : "running, not ready"));
        report.startedAt().ifPresent(at -> line("- started " + at + ", version " + report.version()));
        line("- relay token " + (state.tokenMissing() ? "missing" : "there, or not required"));
        line("- session: " + (state.session().readyForRequests() ? "usable" : "not usable") + ", plan "
                + state.session().planType() + ", storage " + state.session().storageMode());
        report.relay().ifPresent(this::addRelay);
        report.activity()
                .clients()
                .forEach(client -> line("- client: " + client.name() + ", " + client.requests()
                        + " requests in the last hour" + (client.failing() ? ", the last one failed" : "")));
    }

    private void addRelay(RelayApi relay) {
        RelayApi.Reply reply = relay.get("v1/relay/status");
        line(
                reply.ok()
                        ? "- traffic log: " + reply.body().path("traffic_log")
                        : "- the relay's status could not be read: " + reply.reason());
    }

    private void addFailures(RelayConfig config) {
        heading("The last failures");
        TimeText times = new TimeText(context.clock().withZone(ZoneOffset.UTC));
        RequestLine form = new RequestLine(times, context.width(), true);
        Deque<String> last = new ArrayDeque<>();
        Instant from = context.clock().instant().minus(PERIOD);
        try {
            new LogReader(config.get(ConfigKeys.LOGS_DIR))
                    .read(
                            from,
                            RequestLine::mayBeShown,
                            entry -> form.of(entry)
                                    .filter(shown -> failed(entry))
                                    .ifPresent(shown -> {
                                        last.add(shown.before() + shown.status() + safe(shown.after()));
                                        if (last.size() > MOST_FAILURES) {
                                            last.remove();
                                        }
                                    }));
        } catch (IOException unreadable) {
            line("The traffic log cannot be read: " + FileFailures.words(unreadable));
        }
        line("```");
        last.forEach(this::line);
        line("```");
    }

    private static boolean failed(LogEntry entry) {
        return RequestLine.isRequest(entry.phase())
                ? RequestLine.failed(entry.fields())
                : !entry.phase().equals("security_event");
    }

    /** Text after this code and a colon would be taken for the secret of that name. */
    private static String safe(String line) {
        return line.replace("invalid_api_key: ", "invalid_api_key, ");
    }

    private void heading(String title) {
        line("");
        line("## " + title);
        line("");
    }

    private void line(String line) {
        text.append(line).append('\n');
    }

    private void write(String report) {
        if (output == null) {
            report.lines().forEach(context::line);
            return;
        }
        Path file = context.absolute(output);
        try {
            if (Files.exists(file) || !PrivateFiles.create(file, report.getBytes(StandardCharsets.UTF_8))) {
                throw new CommandFailure(
                        ExitStatus.FAILURE, file + " exists. Delete it, or choose another --output.", null);
            }
        } catch (IOException failed) {
            throw new CommandFailure(
                    ExitStatus.FAILURE, "Cannot write " + file + ": " + FileFailures.words(failed), failed);
        }
        context.say("Written to " + file + ". Read it before you share it.");
    }
}
