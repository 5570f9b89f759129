package dev.airelay.transforms.request;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** A request's settings for the form of the response's text, from the parameters of its own dialect or of another. */
public final class TextSettings {

    private static final String FORMAT = "format";
    private static final String VERBOSITY = "verbosity";

    private final UpstreamBody body;
    private final Disclosures disclosures;
    private @Nullable Value format;
    private @Nullable Value verbosity;

    /** Creates settings for this body. */
    public TextSettings(UpstreamBody body, Disclosures disclosures) {
        this.body = body;
        this.disclosures = disclosures;
    }

    /** Sets a format in the nested form of Chat Completions. */
    public void nestedFormat(Value value) {
        format(value, ResponseFormat.read(value));
    }

    /** Sets a format in the flat form of the upstream. */
    public void flatFormat(Value value) {
        format(value, ResponseFormat.readFlat(value));
    }

    private void format(Value value, ObjectNode read) {
        ObjectNode text = body.object(UpstreamMember.TEXT);
        if (format != null && !read.equals(text.path(FORMAT))) {
            throw Rejections.exclusive(value.at(), format.at().toString());
        }
        format = value;
        text.set(FORMAT, read);
    }

    /** Records the request's own names of its settings, see {@link MemberNames}. */
    public void nameIn(Map<String, String> byUpstreamName) {
        if (format != null) {
            MemberNames.note(byUpstreamName, "text.format", format.at());
        }
        if (verbosity != null) {
            MemberNames.note(byUpstreamName, "text.verbosity", verbosity.at());
        }
    }

    /** Sets a verbosity; the first one wins. */
    public void verbosity(Value value) {
        StringNode read = StringNode.valueOf(value.shortText());
        if (verbosity == null) {
            verbosity = value;
            body.object(UpstreamMember.TEXT).set(VERBOSITY, read);
        } else if (!verbosity.node().equals(read)) {
            disclosures.ignoreValue(value.at(), "'" + verbosity.at() + "' is also given, with a different value.");
        }
    }
}
