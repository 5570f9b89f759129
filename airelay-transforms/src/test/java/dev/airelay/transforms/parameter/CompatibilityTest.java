package dev.airelay.transforms.parameter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.transforms.chat.ChatDialect;
import dev.airelay.transforms.completions.CompletionsDialect;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class CompatibilityTest {

    @Test
    void everyParameterOfEveryRouteIsListedInOrder() {
        Map<String, ParameterTable> routes = new LinkedHashMap<>();
        routes.put("POST /v1/completions", new CompletionsDialect().parameters());
        routes.put("POST /v1/chat/completions", new ChatDialect().parameters());

        ObjectNode view = Compatibility.of(routes);

        int listed = new CompletionsDialect().parameters().rules().size()
                + new ChatDialect().parameters().rules().size();
        assertThat(view.path("object").stringValue()).isEqualTo("list");
        assertThat(view.path("data").size()).isEqualTo(listed);
        assertThat(view.path("data").path(0).propertyNames()).containsExactly("route", "parameter", "class", "reason");
        assertThat(view.path("data").path(0).path("route").stringValue()).isEqualTo("POST /v1/completions");
        assertThat(view.path("data").path(0).path("parameter").stringValue()).isEqualTo("model");
        assertThat(view.path("data").path(0).path("class").stringValue()).isEqualTo("mapped");
        assertThat(view.path("data").path(listed - 1).path("route").stringValue())
                .isEqualTo("POST /v1/chat/completions");
    }
}
