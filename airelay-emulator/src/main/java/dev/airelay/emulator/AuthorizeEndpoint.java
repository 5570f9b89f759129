package dev.airelay.emulator;

import dev.airelay.emulator.LoginWishes.RedirectWish;
import io.netty.handler.codec.http.QueryStringEncoder;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /oauth/authorize}, and {@code POST} to it from its own page: checks the request, then redirects with a code
 * or an error, at once or when someone has pressed a button.
 */
final class AuthorizeEndpoint implements Endpoint {
    private static final String DENIED = "access_denied";
    private static final String DENIED_TEXT = "The resource owner or authorization server denied the request.";

    private final IssuerState state;
    private final LoginStage stage;
    private final Map<String, Waiting> waiting = Bounded.map();

    private record Waiting(AuthorizeRequest request, RedirectWish wish) {}

    AuthorizeEndpoint(IssuerState state, LoginStage stage) {
        this.state = state;
        this.stage = stage;
    }

    @Override
    public Performance answer(IncomingRequest http) throws RefusedException {
        return http.method().equals("POST")
                ? decide(LoginRequest.ofBody(http))
                : stage.play(LoginTarget.AUTHORIZE, LoginRequest.ofQuery(http), this::authorize);
    }

    private Performance authorize(LoginRequest query, LoginWishes wishes) {
        AuthorizeRequest request = new AuthorizeRequest(query);
        List<String> problems = request.problems(state.options().redirectPorts());
        if (!problems.isEmpty()) {
            return LoginPages.refused(400, problems);
        }
        RedirectWish wish = wishes.redirect();
        Approval approval = wish.error() == null ? state.options().approval() : Approval.DENY;
        return switch (approval) {
            case AUTOMATIC -> approve(request, wish);
            case DENY -> deny(request, wish);
            case PAGE -> ask(new Waiting(request, wish));
        };
    }

    private Performance ask(Waiting login) {
        String id = state.ids().tokenId();
        synchronized (waiting) {
            waiting.put(id, login);
        }
        return LoginPages.consent(id, state.options().account());
    }

    private Performance decide(LoginRequest form) {
        @Nullable Waiting login;
        synchronized (waiting) {
            login = waiting.remove(form.field("login"));
        }
        if (login == null) {
            return LoginPages.refused(
                    400, List.of("This sign-in is unknown or has already been decided. Start it again."));
        }
        return form.field("decision").equals("approve")
                ? approve(login.request(), login.wish())
                : deny(login.request(), login.wish());
    }

    private Performance approve(AuthorizeRequest request, RedirectWish wish) {
        String code = state.code(state.sitting(request.scope()), request.redirectUri(), request.challenge());
        QueryStringEncoder target = new QueryStringEncoder(request.redirectUri());
        add(target, "code", wish.code(), code);
        add(target, "scope", null, request.scope());
        add(target, "state", wish.state(), request.state());
        return LoginPages.redirect(target.toString());
    }

    private static Performance deny(AuthorizeRequest request, RedirectWish wish) {
        QueryStringEncoder target = new QueryStringEncoder(request.redirectUri());
        add(target, "error", wish.error(), DENIED);
        add(target, "error_description", wish.description(), DENIED_TEXT);
        add(target, "state", wish.state(), request.state());
        return LoginPages.redirect(target.toString());
    }

    private static void add(QueryStringEncoder target, String name, @Nullable String wished, String usual) {
        String value = wished == null ? usual : wished;
        if (!value.equals(RedirectWish.ABSENT)) {
            target.addParam(name, value);
        }
    }
}
