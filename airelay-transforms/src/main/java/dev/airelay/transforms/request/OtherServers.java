package dev.airelay.transforms.request;

import static dev.airelay.transforms.request.Member.onlyIf;

import java.util.ArrayList;
import java.util.List;

/**
 * Parameters of servers other than OpenAI's that restrict the response. Without them the response would mean something else,
 * so they are rejected rather than dropped; mere hints are not listed here and are dropped like all unknown parameters.
 */
public final class OtherServers {

    private static final String SEND_A_SCHEMA =
            "The ChatGPT backend supports only JSON schemas; send one as the text format, with the type"
                    + " json_schema.";
    private static final List<String> FORMS = List.of(
            "guided_json",
            "guided_regex",
            "guided_choice",
            "guided_grammar",
            "structured_outputs",
            "json_schema",
            "grammar",
            "regex",
            "ebnf",
            "format");

    private OtherServers() {}

    /** Returns the parameters. */
    public static <D> List<Member<D>> parameters() {
        List<Member<D>> parameters = new ArrayList<>();
        FORMS.forEach(name -> parameters.add(onlyIf(name, SEND_A_SCHEMA, NoOpValues::offOrEmpty)));
        parameters.add(onlyIf(
                "search_domain_filter",
                "Send the domains as filters.allowed_domains of the web search tool.",
                NoOpValues::offOrEmpty));
        parameters.add(onlyIf(
                "continue_final_message", "The ChatGPT backend cannot continue a partial message.", NoOpValues::off));
        return parameters;
    }
}
