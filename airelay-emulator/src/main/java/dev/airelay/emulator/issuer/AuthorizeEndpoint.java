package dev.airelay.emulator.issuer;

import dev.airelay.emulator.api.Approval;
import dev.airelay.emulator.http.Endpoint;
import dev.airelay.emulator.http.IncomingRequest;
import dev.airelay.emulator.http.RefusedException;
import dev.airelay.emulator.http.ScriptedResponse;
import dev.airelay.emulator.issuer.LoginOverrides.RedirectOverride;
import dev.airelay.emulator.script.ScriptTarget;
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

    private record Waiting(AuthorizeRequest request, RedirectOverride override) {}

    AuthorizeEndpoint(IssuerState state, LoginStage stage) {
        this.state = state;
        this.stage = stage;
    }

    @Override
    public ScriptedResponse answer(IncomingRequest http) throws RefusedException {
        return http.method().equals("POST")
                ? decide(LoginRequest.ofBody(http))
                : stage.play(ScriptTarget.AUTHORIZE, LoginRequest.ofQuery(http), this::authorize);
    }

    private ScriptedResponse authorize(LoginRequest query, LoginOverrides overrides) {
        AuthorizeRequest request = new AuthorizeRequest(query);
        List<String> problems = request.problems(state.options().redirectPorts());
        if (!problems.isEmpty()) {
            return LoginPages.refused(400, problems);
        }
        RedirectOverride override = overrides.redirect();
        Approval approval = override.error() == null ? state.options().approval() : Approval.DENY;
        return switch (approval) {
            case AUTOMATIC -> approve(request, override);
            case DENY -> deny(request, override);
            case PAGE -> ask(new Waiting(request, override));
        };
    }

    private ScriptedResponse ask(Waiting login) {
        String id = state.ids().tokenId();
        synchronized (waiting) {
            waiting.put(id, login);
        }
        return LoginPages.consent(id, state.options().account());
    }

    private ScriptedResponse decide(LoginRequest form) {
        @Nullable Waiting login;
        synchronized (waiting) {
            login = waiting.remove(form.field("login"));
        }
        if (login == null) {
            return LoginPages.refused(
                    400, List.of("This sign-in is unknown or has already been decided. Start it again."));
        }
        return form.field("decision").equals("approve")
                ? approve(login.request(), login.override())
                : deny(login.request(), login.override());
    }

    private ScriptedResponse approve(AuthorizeRequest request, RedirectOverride override) {
        String code = state.code(state.session(request.scope()), request.redirectUri(), request.challenge());
        QueryStringEncoder target = new QueryStringEncoder(request.redirectUri());
        add(target, "code", override.code(), code);
        add(target, "scope", null, request.scope());
        add(target, "state", override.state(), request.state());
        return LoginPages.redirect(target.toString());
    }

    private static ScriptedResponse deny(AuthorizeRequest request, RedirectOverride override) {
        QueryStringEncoder target = new QueryStringEncoder(request.redirectUri());
        add(target, "error", override.error(), DENIED);
        add(target, "error_description", override.description(), DENIED_TEXT);
        add(target, "state", override.state(), request.state());
        return LoginPages.redirect(target.toString());
    }

    private static void add(QueryStringEncoder target, String name, @Nullable String changed, String usual) {
        String value = changed == null ? usual : changed;
        if (!value.equals(RedirectOverride.ABSENT)) {
            target.addParam(name, value);
        }
    }
}
