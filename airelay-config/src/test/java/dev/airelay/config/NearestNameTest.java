package dev.airelay.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestNameTest {
    @ParameterizedTest
    @CsvSource({"'','',0", "'',abc,3", "abc,abc,0", "port,prot,2", "kitten,sitting,3", "host,hosts,1"})
    void distanceCountsEdits(String from, String to, int edits) {
        assertThat(NearestName.distance(from, to)).isEqualTo(edits);
        assertThat(NearestName.distance(to, from)).isEqualTo(edits);
    }

    @Test
    void nearestWinsAndTiesGoByName() {
        assertThat(NearestName.of("cat", List.of("cut", "bat", "cats", "dog"), 2))
                .contains("bat");
        assertThat(NearestName.of("cat", List.of("horse"), 2)).isEmpty();
    }

    @Test
    void keyInTheWrongSectionIsRecognized() {
        assertThat(NearestName.key(List.of("paths", "port"), List.of("paths.logs_dir", "server.port")))
                .contains("server.port");
    }
}
