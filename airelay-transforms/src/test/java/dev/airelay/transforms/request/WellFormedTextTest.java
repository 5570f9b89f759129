package dev.airelay.transforms.request;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

class WellFormedTextTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ["plain"]                      | ["plain"]
            ["a\\ud83d\\ude00b"]           | ["a\\ud83d\\ude00b"]
            ["a\\ud83d"]                   | ["a\\ufffd"]
            ["\\ude00b"]                   | ["\\ufffdb"]
            ["\\ud83d\\ud83d\\ude00"]      | ["\\ufffd\\ud83d\\ude00"]
            [["\\ude00\\ud83d"]]           | [["\\ufffd\\ufffd"]]
            {"a":{"b":"\\ud83d"}}          | {"a":{"b":"\\ufffd"}}
            """)
    void loneSurrogatesBecomeReplacementCharacters(String json, String expected) {
        JsonMapper mapper = JsonMapper.shared();

        assertThat(WellFormedText.repaired(mapper.readTree(json)).toString())
                .isEqualTo(mapper.readTree(expected).toString());
    }
}
