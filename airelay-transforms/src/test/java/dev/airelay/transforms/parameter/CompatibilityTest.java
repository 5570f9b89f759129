package dev.airelay.transforms.parameter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.transforms.anthropic.CountTokens;
import dev.airelay.transforms.anthropic.MessagesDialect;
import dev.airelay.transforms.chat.ChatDialect;
import dev.airelay.transforms.completions.CompletionsDialect;
import dev.airelay.transforms.responses.Compaction;
import dev.airelay.transforms.responses.InputTokens;
import dev.airelay.transforms.responses.ResponsesDialect;
import java.util.LinkedHashMap;
import java.util.List;
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

        int listed = size(new CompletionsDialect().parameters()) + size(new ChatDialect().parameters());
        assertThat(view.path("object").stringValue()).isEqualTo("list");
        assertThat(view.path("data").size()).isEqualTo(listed);
        assertThat(view.path("data").path(0).propertyNames()).containsExactly("route", "parameter", "class", "reason");
        assertThat(view.path("data").path(0).path("route").stringValue()).isEqualTo("POST /v1/completions");
        assertThat(view.path("data").path(0).path("parameter").stringValue()).isEqualTo("model");
        assertThat(view.path("data").path(0).path("class").stringValue()).isEqualTo("mapped");
        assertThat(view.path("data").path(listed - 1).path("route").stringValue())
                .isEqualTo("POST /v1/chat/completions");
    }

    private static int size(ParameterTable table) {
        return table.rules().stream()
                .mapToInt(rule -> 1 + table.nested(rule.name()).size())
                .sum();
    }

    @Test
    void membersOfObjectsAreListedBehindTheirParameter() {
        ObjectNode view = Compatibility.of(Map.of("POST /v1/chat/completions", new ChatDialect().parameters()));

        assertThat(entries(view))
                .containsSubsequence(
                        "messages mapped []",
                        "messages[].role mapped []",
                        "messages[].content mapped []",
                        "messages[].content[].type mapped []",
                        "messages[].content[].prompt_cache_breakpoint ignored []",
                        "messages[].content[].image_url.url mapped [\"image_url\"]",
                        "messages[].prefix no-op [\"assistant\"]",
                        "stream local []",
                        "tools[].function.name mapped [\"function, nested\"]",
                        "web_search_options.filters mapped []");
    }

    @Test
    void noMemberIsListedTwiceForTheSameKindOfObject() {
        Map<String, ParameterTable> tables = Map.of(
                "messages", new MessagesDialect().parameters(),
                "counted", new CountTokens().parameters(),
                "chat", new ChatDialect().parameters(),
                "responses", new ResponsesDialect().parameters(),
                "compact", new Compaction().parameters(),
                "tokens", new InputTokens().parameters());

        assertThat(Compatibility.of(tables).path("data").valueStream()).doesNotHaveDuplicates();
        assertThat(entries(Compatibility.of(tables)))
                .allMatch(entry -> !entry.contains(".."))
                .anyMatch(entry -> entry.startsWith("input[].content[].annotations ignored"))
                .anyMatch(entry -> entry.startsWith("messages[].content[] ignored [\"server_tool_use\""))
                .contains("tools[] rejected [\"any other type\"]");
    }

    private static List<String> entries(ObjectNode view) {
        return view.path("data")
                .valueStream()
                .map(entry -> entry.path("parameter").stringValue() + " "
                        + entry.path("class").stringValue() + " "
                        + (entry.has("of") ? entry.path("of") : "[]"))
                .toList();
    }
}
