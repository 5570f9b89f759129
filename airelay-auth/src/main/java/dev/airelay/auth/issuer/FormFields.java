package dev.airelay.auth.issuer;

import java.util.ArrayList;
import java.util.List;

/** Names and values of a form or a query, in the order they were added. The text form shows nothing. */
public final class FormFields {
    private final List<String> pairs = new ArrayList<>();

    /** Adds one field; returns this. */
    public FormFields with(String name, String value) {
        pairs.add(PercentEncoding.encode(name) + "=" + PercentEncoding.encode(value));
        return this;
    }

    /** The fields percent-encoded and joined with {@code &}. */
    public String encoded() {
        return String.join("&", pairs);
    }

    @Override
    public String toString() {
        return "FormFields[" + pairs.size() + "]";
    }
}
