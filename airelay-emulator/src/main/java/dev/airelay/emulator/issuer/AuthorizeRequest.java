package dev.airelay.emulator.issuer;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The query of an authorize request and its problems. */
record AuthorizeRequest(LoginRequest request) {
    private static final List<String> REQUIRED = List.of(
            "response_type",
            "client_id",
            "redirect_uri",
            "scope",
            "code_challenge",
            "code_challenge_method",
            "id_token_add_organizations",
            "codex_cli_simplified_flow",
            "state");
    private static final Set<String> SCOPES =
            Set.of("openid", "profile", "email", "offline_access", "api.connectors.read", "api.connectors.invoke");
    /** Base64url without padding of a SHA-256. */
    private static final String CHALLENGE = "[A-Za-z0-9_-]{43}";
    /** The shortest base64url text of 128 bits. */
    private static final int MIN_STATE_CHARS = 22;

    String redirectUri() {
        return request.field("redirect_uri");
    }

    String challenge() {
        return request.field("code_challenge");
    }

    String scope() {
        return request.field("scope");
    }

    String state() {
        return request.field("state");
    }

    /** Returns the problems, as sentences; none if the login may continue. */
    List<String> problems(Set<Integer> ports) {
        List<String> problems = new ArrayList<>();
        REQUIRED.stream()
                .filter(name -> request.field(name).isEmpty())
                .forEach(name -> problems.add("The parameter " + name + " is missing."));
        request.fields().keySet().stream()
                .filter(request::isRepeated)
                .forEach(name -> problems.add("The parameter " + name + " is given more than once."));
        fixed(problems, "response_type", "code");
        fixed(problems, "client_id", LoginClient.ID);
        fixed(problems, "code_challenge_method", "S256");
        fixed(problems, "id_token_add_organizations", "true");
        fixed(problems, "codex_cli_simplified_flow", "true");
        contents(problems, ports);
        return problems;
    }

    private void contents(List<String> problems, Set<Integer> ports) {
        if (!redirectUri().isEmpty() && !isRegistered(redirectUri(), ports)) {
            problems.add("The redirect_uri '" + redirectUri() + "' is not registered: it must be"
                    + " http://localhost:PORT/auth/callback (or 127.0.0.1) with PORT one of "
                    + (ports.isEmpty() ? "1 to 65535" : ports.stream().sorted().toList()) + ".");
        }
        if (!challenge().isEmpty() && !challenge().matches(CHALLENGE)) {
            problems.add("The code_challenge must be a base64url-encoded SHA-256 hash: 43 characters without padding.");
        }
        if (!state().isEmpty() && state().length() < MIN_STATE_CHARS) {
            problems.add("The state has " + state().length() + " characters; for 128 bits it needs at least "
                    + MIN_STATE_CHARS + ".");
        }
        List<String> scopes = List.of(scope().split(" "));
        scopes.stream()
                .filter(scope -> !scope.isEmpty() && !SCOPES.contains(scope))
                .forEach(scope -> problems.add("The scope '" + scope + "' is unknown."));
        if (!scope().isEmpty() && !scopes.contains("openid")) {
            problems.add("The scope must include openid; without it no ID token is issued.");
        }
    }

    private void fixed(List<String> problems, String name, String value) {
        String given = request.field(name);
        if (!given.isEmpty() && !given.equals(value)) {
            problems.add("The parameter " + name + " must be '" + value + "', was '" + given + "'.");
        }
    }

    /** Codex before 0.169 and the relay use the host localhost, Codex 0.169.0 uses 127.0.0.1. */
    private static boolean isRegistered(String uri, Set<Integer> ports) {
        if (!uri.matches("http://(localhost|127\\.0\\.0\\.1):[0-9]{1,5}/auth/callback")) {
            return false;
        }
        int port = URI.create(uri).getPort();
        return ports.isEmpty() ? port > 0 && port <= 65_535 : ports.contains(port);
    }
}
