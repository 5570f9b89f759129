package dev.airelay.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The list of libraries and licences that readers get, and the one that the build makes of the libraries it finds. */
class ThirdPartyTest {
    private static final String NAME = "THIRD-PARTY.txt";

    @Test
    void theListOfLibrariesIsTrue() throws IOException {
        Path made = Path.of("target", "third-party", NAME);
        assumeTrue(Files.exists(made), "built without the list, as with -Dchecks.skip=true");

        assertThat(Path.of("..", NAME))
                .as("after a change of libraries: cp airelay-cli/%s %s", made, NAME)
                .hasSameTextualContentAs(made);
    }
}
