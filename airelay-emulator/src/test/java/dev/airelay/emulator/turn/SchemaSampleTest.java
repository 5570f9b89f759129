package dev.airelay.emulator.turn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.airelay.emulator.common.Json;
import dev.airelay.emulator.http.WireClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class SchemaSampleTest {
    private final SchemaRegistry registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type':'object','properties':{'a':{'type':'string'}},'required':['a'],'additionalProperties':false}",
                "{'type':'object','properties':{'a':{'type':'string'},'b':{'type':'boolean'}}}",
                "{'type':'object','additionalProperties':false}",
                "{'enum':['x','y']}",
                "{'const':7}",
                "{'type':'integer','minimum':3,'maximum':3}",
                "{'type':'integer','exclusiveMinimum':3}",
                "{'type':'integer','exclusiveMaximum':-3}",
                "{'type':'integer','minimum':10,'multipleOf':7}",
                "{'type':'number','exclusiveMinimum':0,'exclusiveMaximum':1}",
                "{'type':'number','maximum':-2.5}",
                "{'type':'string','minLength':90}",
                "{'type':'string','maxLength':3}",
                "{'type':'string','format':'date-time'}",
                "{'type':'string','format':'uuid'}",
                "{'type':'string','pattern':'^[A-Z]{2}-\\\\d{4}(/(x|y)+)?$'}",
                "{'type':'string','pattern':'^[^abc]+@example\\\\.com$'}",
                "{'type':['null','string']}",
                "{'type':'null'}",
                "{'type':'array','items':{'type':'integer'},'minItems':3,'maxItems':4}",
                "{'type':'array','items':{'type':'string'},'maxItems':0}",
                "{'type':'array','prefixItems':[{'type':'string'},{'type':'boolean'}],'items':{'type':'null'}}",
                "{'anyOf':[{'type':'null'},{'type':'object','properties':{'n':{'type':'number'}},'required':['n']}]}",
                "{'oneOf':[{'type':'array','items':{}},{'type':'string'}]}",
                "{'allOf':[{'type':'object','properties':{'a':{'type':'null'}},'required':['a']},"
                        + "{'properties':{'b':{'const':1}},'required':['b']}]}",
                "{'type':'object','properties':{'node':{'$ref':'#/$defs/node'}},'required':['node'],'$defs':{'node':"
                        + "{'type':'object','properties':{'children':{'type':'array','items':{'$ref':'#/$defs/node'}}},"
                        + "'required':['children']}}}",
                "{'type':'object','properties':{'next':{'anyOf':[{'$ref':'#'},{'type':'null'}]}},'required':['next']}",
            })
    void valueFitsItsSchema(String text) {
        JsonNode schema = WireClient.json(text);

        JsonNode value = new SchemaSample(schema, "[emulator] hello").value();

        assertThat(registry.getSchema(schema).validate(value)).as("%s", value).isEmpty();
    }

    @Test
    void freeStringCarriesTheText() {
        JsonNode schema = WireClient.json("{'type':'object','properties':{'a':{'type':'string'}},'required':['a']}");

        assertThat(new SchemaSample(schema, "[emulator] hello").value())
                .isEqualTo(Json.object().put("a", "[emulator] hello"));
    }

    @Test
    void commandIsHarmless() {
        JsonNode schema =
                WireClient.json("{'type':'object','properties':{'cmd':{'type':'string'}},'required':['cmd']}");

        assertThat(new SchemaSample(schema, "rm").arguments().path("cmd").stringValue())
                .isEqualTo(SchemaSample.COMMAND);
    }

    @Test
    void danglingReferenceIsReported() {
        JsonNode schema = WireClient.json("{'$ref':'https://elsewhere.invalid/schema'}");

        assertThatThrownBy(() -> new SchemaSample(schema, "").value())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("https://elsewhere.invalid/schema");
    }
}
