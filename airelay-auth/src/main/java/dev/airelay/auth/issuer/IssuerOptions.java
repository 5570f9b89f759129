package dev.airelay.auth.issuer;

import java.net.URI;
import java.time.Duration;

/**
 * Where AIRelay signs in, and as which client.
 *
 * @param issuer base URL of the login server, {@code https} or {@code http}, with neither query nor fragment; a trailing
 *     slash is dropped
 * @param clientId the public client the redirect addresses are registered for; it has no secret
 * @param originator client name stated in the authorize request
 * @param timeout for one exchange with the login server; positive
 * @param revokeTimeout for a revocation, which is best effort; positive
 */
public record IssuerOptions(URI issuer, String clientId, String originator, Duration timeout, Duration revokeTimeout) {
    /** The client id of the Codex CLI, for which the redirect addresses are registered. */
    public static final String CODEX_CLIENT_ID = "app_EMoamEEZ73f0CkXaXp7hrann";

    /** Checks each value; the message names it. */
    public IssuerOptions {
        issuer = checkedIssuer(issuer);
        requireText("clientId", clientId);
        requireText("originator", originator);
        requirePositive("timeout", timeout);
        requirePositive("revokeTimeout", revokeTimeout);
    }

    /** OpenAI's login server as the Codex CLI uses it: 30 s for an exchange, 10 s for a revocation. */
    public static IssuerOptions codex() {
        return new IssuerOptions(
                URI.create("https://auth.openai.com"),
                CODEX_CLIENT_ID,
                "codex_cli_rs",
                Duration.ofSeconds(30),
                Duration.ofSeconds(10));
    }

    /** The same with another login server. */
    public IssuerOptions withIssuer(URI newIssuer) {
        return new IssuerOptions(newIssuer, clientId, originator, timeout, revokeTimeout);
    }

    /** The same as another client. */
    public IssuerOptions withClient(String newClientId, String newOriginator) {
        return new IssuerOptions(issuer, newClientId, newOriginator, timeout, revokeTimeout);
    }

    /** The address of this path, which starts with a slash, under the login server. */
    public URI endpoint(String path) {
        return URI.create(issuer + path);
    }

    private static URI checkedIssuer(URI issuer) {
        String scheme = issuer.getScheme();
        boolean web = "https".equalsIgnoreCase(scheme) || "http".equalsIgnoreCase(scheme);
        if (!web || issuer.getHost() == null || issuer.getRawQuery() != null || issuer.getRawFragment() != null) {
            throw new IllegalArgumentException(
                    "issuer must be an http or https URL with a host and without query or fragment, was " + issuer);
        }
        if (issuer.getRawUserInfo() != null) {
            throw new IllegalArgumentException("issuer must not contain a user name or password");
        }
        String text = issuer.toString();
        return text.endsWith("/") ? URI.create(text.substring(0, text.length() - 1)) : issuer;
    }

    private static void requireText(String name, String value) {
        if (!Credentials.isHeaderValue(value)) {
            throw new IllegalArgumentException(name + " must be visible ASCII characters and not empty");
        }
    }

    private static void requirePositive(String name, Duration value) {
        if (value.isZero() || value.isNegative()) {
            throw new IllegalArgumentException(name + " must be positive, was " + value);
        }
    }
}
