package dev.airelay.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/** An absolute http or https address without user, query and fragment; trailing slashes are dropped. */
record UrlKind() implements ValueKind<URI> {

    @Override
    public String allowed() {
        return "an http:// or https:// URL without user name, query or fragment";
    }

    @Override
    public boolean allows(URI value) {
        String scheme = value.getScheme();
        return ("https".equalsIgnoreCase(scheme) || "http".equalsIgnoreCase(scheme))
                && value.getHost() != null
                && value.getPort() <= 65_535
                && value.getRawUserInfo() == null
                && value.getRawQuery() == null
                && value.getRawFragment() == null;
    }

    @Override
    public Optional<URI> fromText(String text, PathBase base) {
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == '/') {
            end--;
        }
        try {
            return Optional.of(new URI(text.substring(0, end))).filter(this::allows);
        } catch (URISyntaxException malformed) {
            return Optional.empty();
        }
    }

    @Override
    public Optional<URI> fromToml(Object value, PathBase base) {
        return value instanceof String text ? fromText(text.strip(), base) : Optional.empty();
    }

    @Override
    public String toToml(URI value) {
        return TomlText.quoted(value.toString());
    }
}
