package dev.airelay.auth;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Where one login waits for the issuer's redirect: by the browser, by pasted text, or for a cancellation. The first of
 * them counts and everybody who comes with the right state gets the same outcome. Safe for concurrent use.
 */
final class RedirectionEndpoint {
    /** Longer than the exchange may take, and time to unlock a keyring. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final String state;
    private final CompletableFuture<RedirectParameters> response = new CompletableFuture<>();
    private final CompletableFuture<PageAnswer> outcome = new CompletableFuture<>();
    private volatile boolean browserWaits;

    RedirectionEndpoint(String state) {
        this.state = state;
    }

    /** Answers a request to the listener; a callback with the right state waits for the outcome. */
    PageAnswer answer(CallbackRequest request) throws InterruptedException {
        if (request.toOtherHost()) {
            return PageAnswer.page("403 Forbidden", "Another host", "Only localhost is answered for here.");
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
                    "This answer does not belong to the login that is waiting, so it was not used. Open the address that"
                            + " the terminal shows and sign in there.");
        }
        browserWaits = true;
        // A second callback changes nothing and shows what the first one led to.
        boolean unused = response.complete(redirect.get());
        try {
            return outcome.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException late) {
            return PageAnswer.page(
                    "503 Service Unavailable", "Not yet signed in", "The login is still going on; see the terminal.");
        } catch (ExecutionException impossible) {
            throw new IllegalStateException("an outcome is always a page", impossible);
        }
    }

    private PageAnswer cancelPage(CallbackRequest request) {
        if (request.fromOtherSite()) {
            return PageAnswer.page("403 Forbidden", "Not cancelled", "Another site cannot cancel the login.");
        }
        browserWaits = true;
        return cancel()
                ? PageAnswer.lastPage("200 OK", "Login cancelled", "The login was cancelled; nothing was stored.")
                : PageAnswer.page("409 Conflict", "Not cancelled", "The login has already been decided.");
    }

    private static PageAnswer notFound() {
        return PageAnswer.page("404 Not Found", "Not found", "There is nothing here but the end of a login.");
    }

    private boolean succeeded() {
        return outcome.isDone() && outcome.join().isRedirect();
    }

    /** Takes the redirect from pasted text; the reason when it cannot be used and the wait goes on. */
    Optional<String> paste(String text) {
        Optional<RedirectParameters> pasted = PastedRedirect.parse(text).filter(it -> !it.hasState() || it.isAnswer());
        if (pasted.isEmpty()) {
            return Optional.of(
                    "this is not what the browser was sent to: paste the whole address of its last page, which"
                            + " has code= and state= in it");
        }
        if (!pasted.get().hasState()) {
            return Optional.of("the state is missing: paste the whole address of the browser's last page, not a part");
        }
        if (!pasted.get().stateIs(state)) {
            return Optional.of("this address belongs to another login: open the address shown here, sign in there and"
                    + " paste where that ends");
        }
        return response.complete(pasted.get()) ? Optional.empty() : Optional.of("the login has already been decided");
    }

    /** Ends the wait without a login; false when it has already ended. */
    boolean cancel() {
        return response.completeExceptionally(
                new LoginException(LoginFailure.CANCELLED, "the login was cancelled; nothing was stored"));
    }

    /** Waits for the redirect that belongs to this login. */
    RedirectParameters await(Duration limit) throws LoginException, InterruptedException {
        try {
            try {
                return response.get(limit.toNanos(), TimeUnit.NANOSECONDS);
            } catch (TimeoutException late) {
                boolean unused = response.completeExceptionally(new LoginException(
                        LoginFailure.TIMED_OUT,
                        "nobody signed in within " + limit.toSeconds()
                                + " s; nothing was stored, to try again run: airelay login (on a machine without a"
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

    /** Tells everybody who waits what came of the login. The first call counts. */
    void settle(PageAnswer page) {
        boolean unused = outcome.complete(page);
    }

    /** Whether somebody at the other end of a connection was promised a page. */
    boolean browserWaits() {
        return browserWaits;
    }

    @Override
    public String toString() {
        return "RedirectionEndpoint";
    }
}
