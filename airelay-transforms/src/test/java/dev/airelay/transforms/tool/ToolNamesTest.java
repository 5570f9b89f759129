package dev.airelay.transforms.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airelay.transforms.failure.RequestRejected;
import dev.airelay.transforms.request.Location;
import dev.airelay.transforms.request.Value;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.StringNode;

class ToolNamesTest {

    private static final String LEGAL = "[a-zA-Z0-9_-]{1,64}";

    private final ToolNames names = new ToolNames();

    private String upstream(String name) {
        return names.upstream(
                new Value(StringNode.valueOf(name), Location.root().member("name")));
    }

    @ParameterizedTest
    @CsvSource({"get_weather", "a-B_9", "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"})
    void legalNamesStay(String name) {
        assertThat(upstream(name)).isEqualTo(name);
        assertThat(names.restorations()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"a.b,a_b_", "größe,gr__e_", "a b/c,a_b_c_", "😀,__"})
    void illegalCharactersAreReplaced(String name, String begins) {
        String standIn = upstream(name);

        assertThat(standIn).matches(LEGAL).startsWith(begins);
        assertThat(names.restorations()).containsExactlyEntriesOf(Map.of(standIn, name));
    }

    @Test
    void longNamesOfMcpToolsKeepTheToolsOwnName() {
        String name = "mcp__" + "server".repeat(12) + "__read_file";

        assertThat(upstream(name)).matches(LEGAL).startsWith("mcp__read_file_");
    }

    @Test
    void longNamesThatBeginAlikeStayApart() {
        Set<String> standIns = new HashSet<>();
        for (int i = 0; i < 500; i++) {
            standIns.add(upstream("n".repeat(100) + i));
        }

        assertThat(standIns).hasSize(500).allMatch(standIn -> standIn.matches(LEGAL));
    }

    @Test
    void standInIsTheSameInEveryRequest() {
        assertThat(upstream("a.b"))
                .isEqualTo(new ToolNames().upstream(new Value(StringNode.valueOf("a.b"), Location.root())));
    }

    @Test
    void legalNameThatEqualsAStandInGetsAnother() {
        String standIn = upstream("a.b");

        String other = upstream(standIn);

        assertThat(other).isNotEqualTo(standIn).matches(LEGAL);
        assertThat(names.restorations()).containsEntry(standIn, "a.b").containsEntry(other, standIn);
    }

    @Test
    void emptyNameIsRejected() {
        assertThatThrownBy(() -> upstream(""))
                .isInstanceOf(RequestRejected.class)
                .hasMessageContaining("'name'");
    }
}
