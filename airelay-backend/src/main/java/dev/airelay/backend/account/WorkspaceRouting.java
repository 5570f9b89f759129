package dev.airelay.backend.account;

import dev.airelay.backend.connect.Endpoint;
import dev.airelay.backend.connect.UpstreamException;
import dev.airelay.base.LogSafeText;
import dev.airelay.transforms.failure.ApiError;
import dev.airelay.transforms.failure.UpstreamFailure;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The routing that the backend requires for one account's requests. Most accounts are unconstrained; a workspace may be
 * bound to a region or a host. Immutable.
 *
 * @param override the value of {@code X-OpenAI-Account-Routing-Override}; empty for none
 * @param origin the scheme, host and port that replace the base URL's; empty to keep those
 * @see <a href="https://github.com/openai/codex">Codex since 0.156, workspace_routing.rs</a>
 */
public record WorkspaceRouting(Optional<String> override, Optional<URI> origin) {

    /** The routing of an account without constraints. */
    public static final WorkspaceRouting FREE = new WorkspaceRouting(Optional.empty(), Optional.empty());

    /** The code of an account that the backend does not list, or lists with contradictory constraints. */
    public static final String NOT_FOUND = "workspace_not_found";

    /** The code of a constraint that this version does not know. */
    public static final String UNSUPPORTED = "workspace_routing_unsupported";

    /** The code of a host to which the access token is not sent. */
    public static final String ORIGIN_REFUSED = "workspace_origin_not_allowed";

    private static final String OVERRIDE = "account_routing_override";
    private static final String ORIGIN = "workspace_backend_origin";
    private static final String NO_CONSTRAINT = "NO_CONSTRAINT";
    private static final Set<String> OVERRIDES = Set.of("us", "us_cr");
    private static final int FORBIDDEN = 403;
    private static final int MAX_SHOWN = 200;

    // Written by hand: the methods that Java generates for records load about a hundred classes at start.
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof WorkspaceRouting routing
                && override.equals(routing.override)
                && origin.equals(routing.origin);
    }

    @Override
    public int hashCode() {
        return override.hashCode() * 31 + origin.hashCode();
    }

    /** Returns whether requests need a routing header or another host. */
    public boolean constrained() {
        return override.isPresent() || origin.isPresent();
    }

    /**
     * Returns whether the failure means that requests of this account cannot be sent as the backend requires. Every other
     * failure of the look-up is an outage.
     */
    public static boolean isRefusal(UpstreamFailure failure) {
        String code = failure.error().code();
        return code != null && Set.of(NOT_FOUND, UNSUPPORTED, ORIGIN_REFUSED).contains(code);
    }

    /**
     * Finds the account in the list of accounts. One that is not listed, or listed twice, is unconstrained if no candidate
     * is constrained: then it does not matter which entry is meant.
     *
     * @param json the backend's response
     * @param account the id of the account that signs requests
     * @param allowed decides to which hosts the access token may go
     * @return empty if the response is not a list of accounts
     * @throws UpstreamException with a failure that {@link #isRefusal} recognizes
     */
    public static Optional<WorkspaceRouting> read(ObjectNode json, String account, AllowedOrigins allowed) {
        JsonNode accounts = json.path("accounts");
        if (!accounts.isArray()) {
            return Optional.empty();
        }
        List<JsonNode> own = accounts.values().stream()
                .filter(entry -> entry.path("id").asString("").equals(account))
                .toList();
        if (own.isEmpty()) {
            boolean anyBound = accounts.values().stream().anyMatch(WorkspaceRouting::isBound);
            if (anyBound) {
                throw notFound("does not list the signed-in ChatGPT account");
            }
            return Optional.of(FREE);
        }
        Set<WorkspaceRouting> meant =
                own.stream().map(entry -> constraints(entry, allowed)).collect(Collectors.toSet());
        if (meant.size() > 1) {
            throw notFound("lists the signed-in ChatGPT account several times, with different constraints,");
        }
        return Optional.of(meant.iterator().next());
    }

    private static boolean isBound(JsonNode entry) {
        return constraint(entry.path(OVERRIDE)).isPresent()
                || constraint(entry.path(ORIGIN)).isPresent();
    }

    private static UpstreamException notFound(String what) {
        return refused(
                NOT_FOUND,
                "The upstream " + what
                        + " among the accounts of this login, of which some are bound to a region or host."
                        + " Sign in again and choose the workspace. Run: airelay logout, then airelay login");
    }

    private static WorkspaceRouting constraints(JsonNode entry, AllowedOrigins allowed) {
        Optional<String> override = constraint(entry.path(OVERRIDE));
        if (override.isPresent() && !OVERRIDES.contains(override.get())) {
            throw refused(
                    UNSUPPORTED,
                    "The workspace of this ChatGPT account requires the routing '" + shown(override.get())
                            + "', which this version of AIRelay does not know; it knows us and us_cr. Update AIRelay.");
        }
        return new WorkspaceRouting(override, constraint(entry.path(ORIGIN)).flatMap(text -> origin(text, allowed)));
    }

    private static Optional<String> constraint(JsonNode value) {
        return Optional.of(value.asString("").strip())
                .filter(text -> !text.isEmpty() && !text.equalsIgnoreCase(NO_CONSTRAINT));
    }

    private static Optional<URI> origin(String text, AllowedOrigins allowed) {
        URI origin = parsed(text);
        if (origin == null || !allowed.test(origin)) {
            throw refused(
                    ORIGIN_REFUSED,
                    "The workspace of this ChatGPT account must be used at '" + shown(text)
                            + "', and AIRelay does not send the access token there. If this is an https origin of OpenAI's, add"
                            + " its host to upstream.workspace_hosts.");
        }
        return allowed.isBase(origin) ? Optional.empty() : Optional.of(origin);
    }

    private static @Nullable URI parsed(String text) {
        try {
            URI uri = new URI(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
            boolean bare = uri.getHost() != null
                    && uri.getRawUserInfo() == null
                    && uri.getRawPath().isEmpty()
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null;
            return bare ? uri : null;
        } catch (URISyntaxException malformed) {
            return null;
        }
    }

    private static UpstreamException refused(String code, String message) {
        return new UpstreamException(new UpstreamFailure(
                UpstreamFailure.Kind.CLIENT,
                FORBIDDEN,
                new ApiError(message, "permission_error", null, code),
                Optional.empty()));
    }

    private static String shown(String text) {
        return LogSafeText.cut(text, MAX_SHOWN);
    }

    /**
     * The hosts to which the access token may go.
     *
     * @param base the configured upstream, which is always allowed
     * @param hosts further ones in lower case, over https on the usual port. If the configured upstream is on this machine,
     *     so may be the others
     */
    public record AllowedOrigins(Endpoint base, Set<String> hosts) {

        private static final int HTTPS_PORT = 443;

        /** Copies the set. */
        public AllowedOrigins {
            hosts = Set.copyOf(hosts);
        }

        boolean test(URI origin) {
            String scheme = origin.getScheme() == null ? "" : origin.getScheme().toLowerCase(Locale.ROOT);
            boolean https = scheme.equals("https");
            if (!https && !scheme.equals("http")) {
                return false;
            }
            boolean named = https
                    && (origin.getPort() < 0 || origin.getPort() == HTTPS_PORT)
                    && hosts.contains(origin.getHost().toLowerCase(Locale.ROOT));
            return named
                    || isBase(origin)
                    || (base.loopback() && base.at(origin).loopback());
        }

        boolean isBase(URI origin) {
            return base.isAt(origin);
        }
    }
}
