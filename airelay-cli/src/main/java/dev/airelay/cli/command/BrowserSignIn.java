package dev.airelay.cli.command;

import dev.airelay.auth.issuer.IssuerException;
import dev.airelay.auth.login.BrowserLogin;
import dev.airelay.auth.login.BrowserLoginOptions;
import dev.airelay.auth.login.LoginException;
import dev.airelay.auth.login.LoginSink;
import dev.airelay.auth.login.PendingLogin;
import dev.airelay.auth.login.WorkspaceRestriction;
import dev.airelay.base.FileFailures;
import dev.airelay.cli.context.BrowserOpener;
import dev.airelay.cli.context.CommandContext;
import dev.airelay.cli.context.OpenResources;
import dev.airelay.cli.text.Page;
import dev.airelay.server.SessionAccess;
import java.io.IOException;
import java.time.Duration;

/** The browser login as the person at the terminal sees it: the address, and a prompt for the redirect address. */
final class BrowserSignIn {
    private final CommandContext context;
    private final SessionAccess access;
    private final BrowserLoginOptions options;

    BrowserSignIn(CommandContext context, SessionAccess access, Duration timeout, WorkspaceRestriction workspaces) {
        this.context = context;
        this.access = access;
        options = new BrowserLoginOptions(context.callbackPorts(), timeout, workspaces);
    }

    /** Signs in; the browser is opened when {@code open} says so and the platform can. */
    void run(boolean open, Page page, LoginSink sink) throws LoginException, IssuerException, InterruptedException {
        try (OpenResources resources = context.openResources()) {
            new BrowserLogin(access.issuer(), options)
                    .run(
                            login -> {
                                resources.add(login::cancel);
                                show(login, open, page);
                                context.input().forEachLine(line -> paste(login, line), this::inputBroke);
                            },
                            sink);
        }
    }

    private void show(PendingLogin login, boolean open, Page page) {
        String address = login.authorizeUrl().toString();
        page.title("Sign in to ChatGPT").line("");
        boolean opened = open && new BrowserOpener(context).open(address);
        page.line(
                        opened
                                ? "Your browser should open this address. If it does not, open it yourself:"
                                : "Open this address in a browser on this machine:")
                .line("")
                .copied(address)
                .line("")
                .line((login.listening()
                                ? "Is the browser on another machine? Sign in there anyway."
                                : "This system does not let programs use the ports of the sign-in (Windows excludes"
                                        + " ranges of ports).")
                        + " The last page will fail to load; copy its address, paste it here and press Enter. Or"
                        + " run: " + context.commandLine("login --device"))
                .line("");
        context.flush();
        context.note("Waiting for you to sign in. Press Ctrl-C to cancel.");
    }

    private void paste(PendingLogin login, String line) {
        if (!line.isBlank()) {
            login.paste(line).ifPresent(context::warn);
        }
    }

    private void inputBroke(IOException failed) {
        context.warn("What you type here can no longer be read: " + FileFailures.words(failed)
                + ". A sign-in in a browser on this machine still works.");
    }
}
