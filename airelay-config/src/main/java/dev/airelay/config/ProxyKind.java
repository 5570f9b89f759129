package dev.airelay.config;

import java.util.Optional;

/** A proxy's address. What is refused stays out of messages, because it may hold a password. */
record ProxyKind() implements ValueKind<ProxyAddress> {

    @Override
    public String allowed() {
        return "a proxy such as http://[user:password@]host:port, also with https, socks5 or socks5h";
    }

    @Override
    public boolean allows(ProxyAddress value) {
        return true;
    }

    @Override
    public Optional<ProxyAddress> fromText(String text, PathBase base) {
        try {
            return Optional.of(ProxySyntax.parse(text));
        } catch (ProxySyntax.Refused notAProxy) {
            return Optional.empty();
        }
    }

    @Override
    public Optional<ProxyAddress> fromToml(Object value, PathBase base) {
        return value instanceof String text ? fromText(text.strip(), base) : Optional.empty();
    }

    @Override
    public String toToml(ProxyAddress value) {
        return TomlText.quoted(value.toString());
    }

    @Override
    public boolean secret() {
        return true;
    }

    @Override
    public String withoutSecret(Object refused) {
        if (!(refused instanceof String text)) {
            return "something else";
        }
        try {
            return ProxySyntax.parse(text.strip()).toString();
        } catch (ProxySyntax.Refused why) {
            return String.valueOf(why.getMessage());
        }
    }
}
