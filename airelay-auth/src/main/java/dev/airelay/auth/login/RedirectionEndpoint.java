package dev.airelay.auth.login;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Waits for the redirect of one login, from the browser or as pasted text, or for a cancellation. The first of them counts,
 * and every request with the right state gets the same outcome. Safe for concurrent use.
 */
public final class RedirectionEndpoint {
    /** Longer than the exchange may take, plus time to unlock a keyring. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final String state;
    private final CompletableFuture<RedirectParameters> response = new CompletableFuture<>();
    private final CompletableFuture<PageAnswer> outcome = new CompletableFuture<>();
    private volatile boolean browserWaits;

    /**
     * Creates the endpoint of one login.
     *
     * @param state the value that its redirect must carry
     */
    public RedirectionEndpoint(String state) {
        this.state = state;
    }

    /** Answers a request to the listener; a redirect with the right state waits for the outcome. */
    PageAnswer answer(CallbackRequest request) throws InterruptedException {
        if (request.toOtherHost()) {
            return PageAnswer.page("403 Forbidden", "Wrong host", "Only requests to localhost are accepted here.");
        }
        if (!request.method().equals("GET")) {
            return PageAnswer.onlyGet();
        }
        return switch (request.path()) {
            case "/auth/callback" -> callback(request.query());
            case "/cancel" -> cancelPage(request);
            case PageAnswer.SUCCESS_PATH -> succeeded() ? PageAnswer.success() : notFound();
            default -> notFound();
        };
    }

    private PageAnswer callback(String query) throws InterruptedException {
        Optional<RedirectParameters> redirect = RedirectParameters.parse(query).filter(it -> it.stateIs(state));
        if (redirect.isEmpty()) {
            return PageAnswer.page(
                    "400 Bad Request",
                    "State mismatch",
                    "This response does not belong to the sign-in in progress, so it was ignored. Open the address shown in"
                            + " the terminal and sign in there.");
        }
        browserWaits = true;
        // A second redirect changes nothing and shows the outcome of the first.
        boolean unused = response.complete(redirect.get());
        try {
            return outcome.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException late) {
            return PageAnswer.page(
                    "503 Service Unavailable",
                    "Not signed in yet",
                    "The sign-in is still in progress. See the terminal.");
        } catch (ExecutionException impossible) {
            throw new IllegalStateException("an outcome is always a page", impossible);
        }
    }

    private PageAnswer cancelPage(CallbackRequest request) {
        if (request.fromOtherSite()) {
            return PageAnswer.page("403 Forbidden", "Not canceled", "Another website cannot cancel the sign-in.");
        }
        browserWaits = true;
        return cancel()
                ? PageAnswer.lastPage("200 OK", "Sign-in canceled", "The sign-in was canceled. Nothing was saved.")
                : PageAnswer.page(
                        "409 Conflict", "Not canceled", "The sign-in has already been completed or canceled.");
    }

    private static PageAnswer notFound() {
        return PageAnswer.page("404 Not Found", "Not found", "This address only completes a sign-in.");
    }

    private boolean succeeded() {
        return outcome.isDone() && outcome.join().isRedirect();
    }

    /** Accepts the redirect as pasted text. Returns the reason if it cannot be used; then the wait continues. */
    Optional<String> paste(String text) {
        Optional<RedirectParameters> pasted = PastedRedirect.parse(text).filter(it -> !it.hasState() || it.isAnswer());
        if (pasted.isEmpty()) {
            return Optional.of(
                    "This is not the address of the browser's last page. Paste that address in full; it contains"
                            + " code= and state=.");
        }
        if (!pasted.get().hasState()) {
            return Optional.of(
                    "The address is incomplete: it has no state=. Paste the full address of the browser's last page.");
        }
        if (!pasted.get().stateIs(state)) {
            return Optional.of("This address belongs to a different sign-in. Open the address shown here, sign in there"
                    + " and paste the address of the last page.");
        }
        return response.complete(pasted.get())
                ? Optional.empty()
                : Optional.of("The sign-in has already been completed or canceled.");
    }

    /** Ends the wait without a login; false when it has already ended. */
    boolean cancel() {
        return response.completeExceptionally(new LoginException(
                LoginFailure.CANCELLED,
                "The sign-in was canceled here or by another 'airelay login'. Nothing was saved."));
    }

    /** Waits for the redirect that belongs to this login. */
    RedirectParameters await(Duration limit) throws LoginException, InterruptedException {
        try {
            try {
                return response.get(limit.toNanos(), TimeUnit.NANOSECONDS);
            } catch (TimeoutException late) {
                boolean unused = response.completeExceptionally(new LoginException(
                        LoginFailure.TIMED_OUT,
                        "Nobody signed in within " + limit.toSeconds()
                                + " s. Nothing was saved. To try again, run: airelay login (on a machine without a"
                                + " browser: airelay login --device)"));
                return response.get();
            }
        } catch (ExecutionException ended) {
            if (ended.getCause() instanceof LoginException failure) {
                throw failure;
            }
            throw new IllegalStateException("a wait ends with a redirect or a login failure", ended);
        }
    }

    /** Sends the outcome to every waiting request. Only the first call counts. */
    void settle(PageAnswer page) {
        boolean unused = outcome.complete(page);
    }

    /** Whether a connection is waiting for its page. */
    boolean browserWaits() {
        return browserWaits;
    }

    @Override
    public String toString() {
        return "RedirectionEndpoint";
    }
}
