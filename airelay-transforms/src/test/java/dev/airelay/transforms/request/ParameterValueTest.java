package dev.airelay.transforms.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.transforms.chat.ChatDialect;
import dev.airelay.transforms.completions.CompletionsDialect;
import dev.airelay.transforms.failure.RequestRejected;
import dev.airelay.transforms.responses.ResponsesDialect;
import dev.airelay.transforms.spi.Dialect;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Single values of parameters that the relay does not hand on. */
class ParameterValueTest {

    private static final JsonMapper MAPPER = JsonMapper.shared();

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            temperature           | 0       | ignored
            temperature           | 2       | ignored
            temperature           | 2.1     | decimal_above_max_value
            temperature           | -0.1    | decimal_below_min_value
            temperature           | "hot"   | invalid_type
            top_p                 | 1.0     | ignored
            top_p                 | 1.01    | decimal_above_max_value
            frequency_penalty     | 0       | accepted
            frequency_penalty     | 0.0     | accepted
            frequency_penalty     | -2      | ignored
            presence_penalty      | 2.5     | decimal_above_max_value
            max_tokens            | 1       | ignored
            max_tokens            | 0       | integer_below_min_value
            max_completion_tokens | -1      | integer_below_min_value
            max_completion_tokens | 1.5     | invalid_type
            seed                  | -3      | ignored
            seed                  | 1e30    | invalid_type
            seed                  | 99999999999999999999 | invalid_value
            n                     | 1       | accepted
            n                     | 8       | accepted
            n                     | 9       | unsupported_value
            n                     | 0       | integer_below_min_value
            n                     | 129     | integer_above_max_value
            n                     | [1]     | invalid_type
            stop                  | ""      | accepted
            stop                  | []      | accepted
            stop                  | [""]    | accepted
            stop                  | "END"   | accepted
            stop                  | ["a","b","c","d"] | accepted
            stop                  | [1]     | invalid_type
            stop                  | {}      | invalid_type
            stop                  | ["a","b","c","d","e"] | array_above_max_length
            logprobs              | false   | accepted
            logprobs              | true    | unsupported_value
            top_logprobs          | 0       | accepted
            top_logprobs          | 5       | unsupported_value
            top_logprobs          | 21      | integer_above_max_value
            logit_bias            | {}      | accepted
            logit_bias            | {"1":1} | unsupported_value
            modalities            | ["text"]  | accepted
            modalities            | ["audio"] | unsupported_value
            modalities            | ["smell"] | invalid_value
            store                 | false   | accepted
            store                 | true    | unsupported_value
            service_tier          | "auto"  | accepted
            service_tier          | "fast"  | accepted
            service_tier          | "scale" | ignored
            service_tier          | "gold"  | invalid_value
            prompt_cache_retention | "24h"  | ignored
            prompt_cache_retention | 24     | invalid_type
            metadata              | {}      | ignored
            metadata              | []      | invalid_type
            verbosity             | ""      | invalid_value
            tools                 | {}      | invalid_type
            stream                | "yes"   | invalid_type
            """)
    void chatValueIsTreatedAsTheTableSays(String name, String value, String expected) {
        assertThat(outcome(new ChatDialect(), """
                {"model": "m", "messages": [{"role": "user", "content": "hi"}]}""", name, value)).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            best_of           | 1           | accepted
            best_of           | 2           | unsupported_value
            best_of           | -1          | integer_below_min_value
            echo              | false       | accepted
            echo              | true        | unsupported_value
            suffix            | ""          | accepted
            suffix            | "x"         | unsupported_value
            suffix            | 1           | invalid_type
            logprobs          | 0           | unsupported_parameter
            max_tokens        | 0           | ignored
            max_tokens        | -1          | integer_below_min_value
            n                 | 8           | accepted
            n                 | 9           | unsupported_value
            stop              | "END"       | accepted
            prompt            | ""          | invalid_value
            prompt            | [""]        | invalid_value
            prompt            | []          | empty_array
            prompt            | [1]         | unsupported_value
            prompt            | [[1]]       | unsupported_value
            prompt            | {}          | invalid_type
            temperature       | 3           | decimal_above_max_value
            logit_bias        | {"1":1}     | unsupported_value
            """)
    void completionsValueIsTreatedAsTheTableSays(String name, String value, String expected) {
        assertThat(outcome(new CompletionsDialect(), """
                {"model": "m", "prompt": "hi"}""", name, value)).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            max_output_tokens | 16          | ignored
            max_output_tokens | 15          | integer_below_min_value
            top_logprobs      | 0           | accepted
            top_logprobs      | 1           | unsupported_value
            truncation        | "disabled"  | accepted
            truncation        | "auto"      | ignored
            background        | false       | accepted
            background        | true        | accepted
            background        | "yes"       | invalid_type
            store             | false       | accepted
            store             | true        | unsupported_value
            store             | "true"      | invalid_type
            previous_response_id | "resp_x" | previous_response_not_found
            previous_response_id | 1        | invalid_type
            previous_response_id | ""       | invalid_value
            conversation      | ""          | invalid_value
            conversation      | 5           | invalid_type
            conversation      | {"id":null} | missing_required_parameter
            text              | {"format":{"type":"json_schema","name":"n","schema":1}} | invalid_type
            text              | {"format":{"type":"json_schema","name":"n","schema":{},"strict":"yes"}} | invalid_type
            tool_choice       | "sometimes" | invalid_value
            tool_choice       | {"type":"allowed_tools","mode":"none","tools":[]} | invalid_value
            metadata          | {"a":1}     | invalid_type
            safety_identifier | 5           | invalid_type
            prompt_cache_key  | 5           | invalid_type
            max_tool_calls    | 0           | integer_below_min_value
            max_tool_calls    | 3           | ignored
            context_management | [{"type":"compaction"}] | ignored
            prompt            | {"id":"p"}  | unsupported_parameter
            moderation        | {}          | unsupported_parameter
            service_tier      | "ultrafast" | ignored
            instructions      | ["x"]       | invalid_type
            include           | []          | accepted
            include           | "x"         | invalid_type
            reasoning         | "high"      | invalid_type
            text              | []          | invalid_type
            text              | {"format":{}} | missing_required_parameter
            metadata          | {"a":"b"}   | accepted
            user              | "me"        | accepted
            stream_options    | {}          | accepted
            stream_options    | {"include_usage":true} | ignored
            """)
    void responsesValueIsTreatedAsTheTableSays(String name, String value, String expected) {
        assertThat(outcome(new ResponsesDialect(), """
                {"model": "m", "input": "hi"}""", name, value)).isEqualTo(expected);
    }

    private static String outcome(Dialect dialect, String minimal, String name, String value) {
        ObjectNode request = (ObjectNode) MAPPER.readTree(minimal);
        request.set(name, MAPPER.readTree(value));
        try {
            return dialect.translate(request, Contexts.ordinary())
                            .ignoredParameters()
                            .isEmpty()
                    ? "accepted"
                    : "ignored";
        } catch (RequestRejected rejected) {
            assertThat(rejected.error().param()).startsWith(name);
            return String.valueOf(rejected.error().code());
        }
    }
}
