package dev.airelay.transforms.input;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.transforms.chat.ChatDialect;
import dev.airelay.transforms.completions.CompletionsDialect;
import dev.airelay.transforms.request.Location;
import dev.airelay.transforms.request.Value;
import dev.airelay.transforms.responses.ResponsesDialect;
import dev.airelay.transforms.spi.FileDirectory;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class FileReferencesTest {

    private static ObjectNode read(String json) {
        return (ObjectNode) JsonMapper.shared().readTree(json);
    }

    @Test
    void namesIdOfEachReference() {
        ObjectNode body = read("""
                {"messages": [
                  {"role": "user", "content": [
                    {"type": "file", "file": {"file_id": "file-1"}},
                    {"type": "image_url", "image_url": {"file_id": "file-2"}},
                    {"type": "file", "file": {"file_id": "file-1"}}]},
                  {"role": "tool", "content": [{"type": "input_image", "file_id": "file-3"}]}],
                 "input": [
                  {"type": "function_call_output", "output": [{"type": "input_file", "file_id": "file-4"}]}]}""");

        assertThat(new ChatDialect().uploadedFiles(body))
                .containsExactly("file-1", "file-2", "file-1", "file-3", "file-4");
        assertThat(new ResponsesDialect().uploadedFiles(body)).hasSize(5);
        assertThat(new CompletionsDialect().uploadedFiles(body)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"messages\": 1, \"input\": \"file_id\"}",
                "{\"messages\": [null, 1, {\"content\": \"x\"}, {\"content\": [1, null, {}]}]}",
                "{\"input\": [{\"content\": [{\"type\": \"input_file\", \"file_id\": 7}]}]}",
                "{\"input\": [{\"content\": [{\"type\": \"output_text\", \"file_id\": \"file-1\"}]}]}"
            })
    void anyOtherBodyStaysAsItIs(String json) {
        ObjectNode body = read(json);

        assertThat(FileReferences.ids(body)).isEmpty();
        for (String list : List.of("messages", "input")) {
            Value value = new Value(body.path(list), Location.root().member(list));
            assertThat(FileReferences.replaced(value, FileDirectory.empty())).isSameAs(value);
        }
    }
}
