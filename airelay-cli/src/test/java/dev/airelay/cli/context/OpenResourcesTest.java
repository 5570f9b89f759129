package dev.airelay.cli.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class OpenResourcesTest {
    private final List<String> released = new ArrayList<>();
    private final OpenResources resources = new OpenResources();

    @Test
    void releasesOnceAndNewestFirst() {
        resources.add(() -> released.add("old"));
        resources.add(() -> released.add("new"));

        resources.close();
        resources.close();

        assertThat(released).containsExactly("new", "old");
    }

    @Test
    void failureDoesNotKeepTheRestOpen() {
        resources.add(() -> released.add("old"));
        resources.add(() -> {
            throw new IllegalStateException("stuck");
        });

        assertThatIllegalStateException().isThrownBy(resources::close).withMessage("stuck");
        assertThat(released).containsExactly("old");
    }

    @Test
    void whatComesTooLateIsReleasedAtOnce() {
        resources.close();

        resources.add(() -> released.add("late"));

        assertThat(released).containsExactly("late");
    }
}
