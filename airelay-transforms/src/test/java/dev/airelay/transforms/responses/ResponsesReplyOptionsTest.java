package dev.airelay.transforms.responses;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.transforms.request.Contexts;
import dev.airelay.transforms.request.ObjectView;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The members of a Responses request that shape its reply. */
class ResponsesReplyOptionsTest {

    private static final JsonMapper MAPPER = JsonMapper.shared();

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {}                              | {}
            {"store":false}                 | {"store":false}
            {"background":true}             | {"background":true,"created_at":1700000000}
            {"instructions":"Be brief."}    | {"instructions":"Be brief."}
            {"metadata":{"run":"7"}}        | {"metadata":{"run":"7"}}
            {"user":"me"}                   | {"user":"me"}
            {"safety_identifier":"s"}       | {"safety_identifier":"s"}
            {"prompt_cache_key":"k"}        | {"prompt_cache_key":"k"}
            {"user":null,"metadata":null}   | {}
            """)
    void membersThatTheUpstreamNeverSeesAreAnsweredLocally(String members, String expected) {
        ObjectNode request = (ObjectNode) MAPPER.readTree("""
                {"model": "m", "input": "hi"}""");
        request.setAll((ObjectNode) MAPPER.readTree(members));
        ResponsesRequestBuilder draft = new ResponsesRequestBuilder(Contexts.ordinary());
        ResponsesParameters.MEMBERS.walk(ObjectView.body(request), draft, draft.disclosures());
        ObjectNode local = (ObjectNode) MAPPER.readTree("""
                {"background": false, "previous_response_id": null, "prompt_cache_key": null,
                 "instructions": null, "id": "resp_testid",
                 "safety_identifier": null, "store": true, "user": null, "metadata": {}}""");
        local.setAll((ObjectNode) MAPPER.readTree(expected));

        ResponsesReplyOptions options = draft.replyOptions();

        assertThat(MAPPER.readTree(options.local().toString())).isEqualTo(local);
        assertThat(options.fallbackId()).isEqualTo("testid");
        assertThat(options.createdEpochSeconds()).isEqualTo(1_700_000_000L);
    }
}
