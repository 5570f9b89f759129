package dev.airelay.cli.command;

import dev.airelay.auth.issuer.IssuerException;
import dev.airelay.auth.issuer.TokenReply;
import dev.airelay.auth.login.DeviceCode;
import dev.airelay.auth.login.DeviceLogin;
import dev.airelay.auth.login.DeviceLoginOptions;
import dev.airelay.auth.login.DevicePrompt;
import dev.airelay.auth.login.LoginException;
import dev.airelay.auth.login.LoginSink;
import dev.airelay.auth.login.WorkspaceRestriction;
import dev.airelay.auth.session.AuthException;
import dev.airelay.auth.session.SessionImport;
import dev.airelay.auth.session.SessionStatus;
import dev.airelay.auth.session.SessionStorage;
import dev.airelay.cli.context.CommandContext;
import dev.airelay.cli.context.CommandFailure;
import dev.airelay.cli.context.NextSteps;
import dev.airelay.cli.context.OpenResources;
import dev.airelay.cli.relay.RelayState;
import dev.airelay.cli.text.Json;
import dev.airelay.cli.text.Page;
import dev.airelay.cli.text.SessionReport;
import dev.airelay.cli.text.TextStyle;
import dev.airelay.config.ConfigKeys;
import dev.airelay.config.ConfigSources;
import dev.airelay.config.RelayConfig;
import dev.airelay.server.ExitStatus;
import dev.airelay.server.SessionAccess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/** Signs in with a ChatGPT subscription and stores the session. */
@Command(
        name = "login",
        description = "Sign in with your ChatGPT subscription.",
        footer = {"airelay login", "airelay login --device"})
final class LoginCommand implements Callable<Integer> {
    private final CommandContext context;

    /** The login methods, which exclude each other; without one, the environment decides. */
    static final class LoginMethod {
        @Option(
                names = "--browser",
                description =
                        "Sign in with a browser on this machine, and open it. This is the default where there is one.")
        private boolean browser;

        @Option(
                names = "--no-browser",
                description = "Sign in with a browser on this machine, but only print the address.")
        @SuppressWarnings("UnusedVariable") // Chosen by excluding the others.
        private boolean noBrowser;

        @Option(
                names = "--device",
                description =
                        "Sign in with a code on any other device. This is the default over SSH or without a display.")
        private boolean device;

        @Option(
                names = "--import",
                paramLabel = "PATH",
                description = "Copy the session from a Codex auth.json instead of signing in.")
        private @Nullable Path file;
    }

    @ArgGroup
    private @Nullable LoginMethod method;

    @Option(
            names = "--workspace-id",
            paramLabel = "ID",
            split = ",",
            description = "Accept only this workspace. Can be repeated.")
    private List<String> workspaces = List.of();

    @Option(
            names = "--json",
            description = "Print JSON about the new session; what a person has to do goes to standard error.")
    private boolean json;

    LoginCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws LoginException, IssuerException, InterruptedException {
        ConfigSources sources = context.sources();
        RelayConfig config = context.quietState(sources).config();
        try (SessionAccess access = SessionAccess.open(config, sources.environment())) {
            Optional<Path> imported = Optional.ofNullable(method).map(given -> given.file);
            if (imported.isPresent() && imported.get().toString().isBlank()) {
                throw new CommandFailure(ExitStatus.USAGE, "--import needs the path of a Codex auth.json.", null);
            }
            if (imported.isPresent()) {
                adopt(imported.get(), access.storage());
            } else {
                signIn(sources, config, access);
            }
        }
        report(sources);
        return ExitStatus.OK.code();
    }

    private void adopt(Path file, SessionStorage storage) {
        requireStorage(storage);
        storage.adopt(SessionImport.read(context.absolute(file)));
        context.warn(SessionImport.WARNING);
    }

    private void signIn(ConfigSources sources, RelayConfig config, SessionAccess access)
            throws LoginException, IssuerException, InterruptedException {
        requireStorage(access.storage());
        List<TokenReply> superseded = new ArrayList<>();
        LoginSink sink = tokens -> access.storage().signIn(tokens).superseded().ifPresent(superseded::add);
        WorkspaceRestriction restriction = restriction();
        Optional<String> remote = method == null
                ? RemoteTerminal.seen(sources.environment(), context.operatingSystem())
                : Optional.empty();
        if (remote.isPresent()) {
            context.note(
                    "airelay: " + remote.get() + ", so you sign in with a code. To use a browser on this machine, run: "
                            + context.commandLine("login --browser"));
        }
        AtomicBoolean ended = new AtomicBoolean();
        try (OpenResources interruption = context.openResources()) {
            interruption.add(() -> {
                if (!ended.get()) {
                    context.note("");
                    context.note("airelay: Sign-in canceled. Nothing was saved.");
                }
            });
            signIn(config, access, remote.isPresent(), restriction, sink);
        } finally {
            ended.set(true);
        }
        // A session that is no longer stored anywhere must not stay valid; the new one counts even if that fails.
        superseded.forEach(access.issuer()::revoke);
    }

    private void signIn(
            RelayConfig config, SessionAccess access, boolean remote, WorkspaceRestriction restriction, LoginSink sink)
            throws LoginException, IssuerException, InterruptedException {
        if (remote || (method != null && method.device)) {
            new DeviceLogin(access.issuer(), new DeviceLoginOptions(config.get(ConfigKeys.LOGIN_TIMEOUT), restriction))
                    .run(new DevicePage(context, prompts()), sink);
        } else {
            boolean open =
                    method == null ? context.interactive() && config.get(ConfigKeys.BROWSER_OPEN) : method.browser;
            new BrowserSignIn(context, access, config.get(ConfigKeys.LOGIN_TIMEOUT), restriction)
                    .run(open, prompts(), sink);
        }
    }

    private Page prompts() {
        return json ? context.errorPage() : context.page();
    }

    private WorkspaceRestriction restriction() {
        try {
            return new WorkspaceRestriction(workspaces);
        } catch (IllegalArgumentException wrong) {
            throw new CommandFailure(ExitStatus.USAGE, "--workspace-id: " + wrong.getMessage(), wrong);
        }
    }

    /** Before anybody signs in: a login that cannot be stored is spent. */
    private static void requireStorage(SessionStorage storage) {
        try {
            storage.requireWritable();
        } catch (AuthException unusable) {
            throw new CommandFailure(ExitStatus.CONFIG, "You cannot sign in yet: " + unusable.getMessage(), unusable);
        }
    }

    private void report(ConfigSources sources) {
        RelayState state = context.state(sources);
        SessionStatus session = state.session();
        if (json) {
            ObjectNode document = Json.object();
            document.set("auth", new SessionReport(session).json());
            Json.addSteps(document, new NextSteps(context, state).towardsServing());
            context.print(document);
            return;
        }
        Page page = context.page()
                .line("")
                .title("AIRelay is signed in")
                .line("")
                .labeled(
                        "Account",
                        (session.email() == null ? String.valueOf(session.accountId()) : session.email())
                                + (session.planType() == null ? "" : ", plan " + session.planType()),
                        TextStyle.GOOD,
                        "")
                .labeled("Stored", new SessionReport(session).place(), TextStyle.PLAIN, "");
        page.steps(new NextSteps(context, state).towardsServing());
    }

    /** Whether the person at the terminal has no browser on this machine. */
    private static final class RemoteTerminal {
        private static final List<String> SSH = List.of("SSH_CONNECTION", "SSH_TTY");
        private static final List<String> DISPLAYS = List.of("DISPLAY", "WAYLAND_DISPLAY");

        private RemoteTerminal() {}

        /** Looks for SSH, and on Linux for a display; returns why there is no browser. */
        static Optional<String> seen(Map<String, String> environment, String operatingSystem) {
            if (anySet(environment, SSH)) {
                return Optional.of("This is an SSH session");
            }
            boolean linux = operatingSystem.toLowerCase(Locale.ROOT).contains("linux");
            return linux && !anySet(environment, DISPLAYS)
                    ? Optional.of("This machine has no display")
                    : Optional.empty();
        }

        private static boolean anySet(Map<String, String> environment, List<String> names) {
            return names.stream()
                    .anyMatch(name -> !environment.getOrDefault(name, "").isEmpty());
        }
    }

    /** The login on another device as the person at the terminal sees it. */
    private static final class DevicePage implements DevicePrompt {
        private final CommandContext context;
        private final Page page;
        private String said = "";

        DevicePage(CommandContext context, Page page) {
            this.context = context;
            this.page = page;
        }

        @Override
        public void show(DeviceCode code) {
            page.title("Sign in to ChatGPT on another device")
                    .line("")
                    .line("1. Open this page in any browser and sign in:")
                    .line("     " + code.verificationPage())
                    .line("2. Enter this code, which is valid for " + time(code.validFor()) + ":")
                    .line("     " + code.userCode())
                    .line("")
                    .line("Only enter a code you requested yourself, and never share it. A code someone sent you would"
                            + " sign them in to your account.")
                    .line("")
                    .line(
                            "Does the page reject the code? Enable device codes for Codex in ChatGPT's settings under Security."
                                    + " In a workspace, an administrator may have to allow them.");
            context.flush();
        }

        @Override
        public void waiting(Duration left, Optional<String> trouble) {
            String state = "Waiting for you to sign in, " + time(left) + " left."
                    + trouble.map(why -> " Last problem: " + why).orElse("");
            if (!state.equals(said)) {
                said = state;
                context.note(state);
            }
        }

        private static String time(Duration length) {
            long minutes = length.toMinutes();
            return minutes > 0 ? minutes + (minutes == 1 ? " minute" : " minutes") : length.toSeconds() + " seconds";
        }
    }
}
