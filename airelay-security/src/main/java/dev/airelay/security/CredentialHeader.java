package dev.airelay.security;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A request header in which the clients of an API present the relay token.
 *
 * @param name the header's name, in lower case
 * @param bearer whether the token follows the word {@code Bearer}; otherwise the header contains only the token
 */
public record CredentialHeader(String name, boolean bearer) {

    private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9a-z-]+");

    /** {@code Authorization: Bearer}, as in OpenAI's API. */
    public static final CredentialHeader AUTHORIZATION = new CredentialHeader("authorization", true);

    /**
     * Changes the name to lower case.
     *
     * @throws IllegalArgumentException if the name is not a valid header name
     */
    public CredentialHeader {
        name = name.toLowerCase(Locale.ROOT);
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("not the name of a header: '" + name + "'");
        }
    }

    /** Returns a header that contains only the token, such as {@code x-api-key}. */
    public static CredentialHeader of(String name) {
        return new CredentialHeader(name, false);
    }

    /** Converts a value of this header to the form of {@code Authorization}, which {@link BearerGuard} checks. */
    public String asAuthorization(String value) {
        return bearer || value.isBlank() ? value : "Bearer " + value;
    }

    // Written by hand: the methods that Java generates for records load about a hundred classes at start.
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof CredentialHeader header && name.equals(header.name) && bearer == header.bearer;
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    /** Returns where the token belongs, for a sentence; it does not look like a header with a secret, which logs would redact. */
    public String place() {
        return (bearer ? "as a bearer token " : "") + "in the header "
                + (equals(AUTHORIZATION) ? "Authorization" : name);
    }
}
