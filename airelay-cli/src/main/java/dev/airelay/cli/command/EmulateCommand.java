package dev.airelay.cli.command;

import dev.airelay.cli.context.CommandContext;
import dev.airelay.cli.context.CommandFailure;
import dev.airelay.cli.context.OpenResources;
import dev.airelay.cli.text.Page;
import dev.airelay.emulator.Emulator;
import dev.airelay.emulator.EmulatorOptions;
import dev.airelay.emulator.api.Approval;
import dev.airelay.emulator.api.IssuerOptions;
import dev.airelay.emulator.api.ScriptDescription;
import dev.airelay.server.ExitStatus;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs the stand-in for the upstream until the process receives a signal to stop. */
@Command(
        name = "emulate",
        description = "Run an emulated upstream on 127.0.0.1, for tests without a ChatGPT session.",
        footer = {"airelay emulate --port 9000", "airelay emulate --scripts"})
final class EmulateCommand implements Callable<Integer> {
    private final CommandContext context;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "0",
            description = "Port to listen on (default: 0, any free port).")
    private int port;

    @Option(
            names = "--pace",
            paramLabel = "MILLIS",
            defaultValue = "0",
            description = "Pause between stream events (default: 0).")
    private long pace;

    @Option(names = "--script", paramLabel = "TEXT", description = "Scripts to apply to every generation request.")
    private @Nullable String script;

    @Option(names = "--scripts", description = "List the scripts and exit.")
    private boolean scripts;

    @Option(names = "--filled-output", description = "Repeat the output in response.completed.")
    private boolean filledOutput;

    @Option(names = "--accept-absent-instructions", description = "Accept requests without instructions.")
    private boolean acceptAbsentInstructions;

    @Option(
            names = "--approve",
            paramLabel = "WHEN",
            defaultValue = "automatic",
            description =
                    "How browser sign-ins are decided: automatic, page (a page asks) or deny (default: automatic).")
    private String approval = "automatic";

    @Option(
            names = "--token-lifetime",
            paramLabel = "SECONDS",
            description = "Lifetime of the access tokens that the login server issues (default: ten days).")
    private @Nullable Long tokenLifetime;

    @Option(names = "--only-issued-tokens", description = "Refuse access tokens that the login server did not issue.")
    private boolean onlyIssuedTokens;

    @Option(
            names = "--tls",
            description = "Accept TLS too, with a certificate authority made at the start; its file is printed.")
    private boolean tls;

    EmulateCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws InterruptedException {
        Page page = context.page();
        if (scripts) {
            Emulator.scripts().forEach(description -> print(page, description));
            return ExitStatus.OK.code();
        }
        CountDownLatch stopped = new CountDownLatch(1);
        try (OpenResources resources = context.openResources()) {
            Emulator emulator = start();
            resources.add(emulator::close);
            resources.add(stopped::countDown);
            page.title("Emulated upstream at " + emulator.baseUrl())
                    .field("Login server", emulator.issuer().baseUrl());
            emulator.authority().ifPresent(file -> page.field("CA certificate", file));
            page.section("Relay Configuration")
                    .copied("[upstream]")
                    .copied("base_url = \"" + emulator.baseUrl() + "\"")
                    .copied("issuer_base_url = \"" + emulator.issuer().baseUrl() + "\"");
            // A literal string: backslashes of a Windows path stand for themselves.
            emulator.authority().ifPresent(file -> page.copied("ca_file = '" + file + "'"));
            context.flush();
            stopped.await();
        }
        return ExitStatus.OK.code();
    }

    private Emulator start() {
        try {
            return Emulator.start(options());
        } catch (IllegalArgumentException wrong) {
            throw new CommandFailure(ExitStatus.USAGE, wrong.getMessage() + ". Run: airelay emulate --help", wrong);
        } catch (UncheckedIOException noCertificates) {
            throw new CommandFailure(ExitStatus.FAILURE, String.valueOf(noCertificates.getMessage()), noCertificates);
        } catch (IllegalStateException busy) {
            throw new CommandFailure(ExitStatus.UNAVAILABLE, busy.getMessage() + ", or 0 for any free port.", busy);
        }
    }

    private EmulatorOptions options() {
        EmulatorOptions options = EmulatorOptions.defaults()
                .withPort(port)
                .withPace(Duration.ofMillis(pace))
                .withFilledOutput(filledOutput);
        if (script != null) {
            options = options.withScript(script);
        }
        if (tls) {
            options = options.withTls();
        }
        return options.withIssuer(issuer())
                .withChecks(options.checks()
                        .withRefuseAbsentInstructions(!acceptAbsentInstructions)
                        .withOnlyIssuedTokens(onlyIssuedTokens));
    }

    private IssuerOptions issuer() {
        IssuerOptions issuer = IssuerOptions.defaults().withApproval(Approval.of(approval));
        return tokenLifetime == null ? issuer : issuer.withAccessLifetime(Duration.ofSeconds(tokenLifetime));
    }

    private static void print(Page page, ScriptDescription script) {
        page.line(script.name() + ": " + script.summary());
        script.keys().forEach((key, meaning) -> page.line("    " + key + "=" + meaning));
    }
}
