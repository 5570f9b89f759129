package dev.airelay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The list of libraries and licences that readers get, and the one that the build makes of the libraries it finds. Left out
 * with {@code -Dchecks.skip=true}, which makes no list.
 */
@Tag("supply-chain")
class ThirdPartyTest {
    private static final String NAME = "THIRD-PARTY.txt";

    @Test
    void listOfLibrariesIsUpToDate() throws IOException {
        Path made = Path.of("target", "third-party", NAME);
        assertThat(made).as("the list that the build makes").exists();

        assertThat(Path.of("..", NAME))
                .as("after a change of libraries: cp airelay-cli/%s %s", made, NAME)
                .hasSameTextualContentAs(made);
    }
}
