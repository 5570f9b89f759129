package dev.airelay.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.store.file.FileQuery;
import dev.airelay.store.file.FileStore;
import dev.airelay.store.file.NewFile;
import dev.airelay.store.file.StoredFile;
import dev.airelay.store.frame.Order;
import dev.airelay.store.frame.Page;
import dev.airelay.store.frame.PageRequest;
import dev.airelay.store.frame.StoreFailure;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileListTest {
    @TempDir
    Path directory;

    private final TestWorld world = new TestWorld();
    private FileStore files;

    @BeforeEach
    void open() {
        files = reopened();
    }

    private FileStore reopened() {
        return world.open(directory).files();
    }

    private static List<String> names(Page<StoredFile> page) {
        return page.elements().stream().map(StoredFile::filename).toList();
    }

    private static FileQuery all() {
        return new FileQuery(TestWorld.page(100), Optional.empty());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "first page,            ASCENDING,  ,  2, a b,     true",
        "page in the middle,    ASCENDING,  b, 2, c d,     true",
        "last page that is full,ASCENDING,  c, 2, d e,     false",
        "behind the last,       ASCENDING,  e, 2, '',      false",
        "all,                   ASCENDING,  ,  9, a b c d e, false",
        "exactly all,           ASCENDING,  ,  5, a b c d e, false",
        "newest first,          DESCENDING, ,  2, e d,     true",
        "newest first resumes,  DESCENDING, d, 2, c b,     true",
        "newest first ends,     DESCENDING, b, 2, a,       false"
    })
    void pages(String name, Order order, @Nullable String after, int limit, String expected, boolean more) {
        // The clock stands still: the order is still that of creation.
        for (String file : List.of("a", "b", "c", "d", "e")) {
            TestWorld.put(files, TestWorld.file(file), file);
        }
        FileStore again = reopened();
        String cursor = after == null
                ? null
                : again.list(all()).elements().stream()
                        .filter(file -> file.filename().equals(after))
                        .findFirst()
                        .orElseThrow()
                        .id();

        Page<StoredFile> page = again.list(new FileQuery(new PageRequest(cursor, limit, order), Optional.empty()));

        assertThat(String.join(" ", names(page))).isEqualTo(expected);
        assertThat(page.hasMore()).isEqualTo(more);
    }

    @Test
    void cursorThatIsGoneIsRefused() {
        String message = Failing.with(
                StoreFailure.UNKNOWN_CURSOR,
                () -> files.list(new FileQuery(new PageRequest("file-x", 2, Order.ASCENDING), Optional.empty())));

        assertThat(message).contains("file-x");
    }

    @Test
    void listOfOnePurposeSkipsOthersBeforeItCounts() {
        for (int i = 0; i < 6; i++) {
            TestWorld.put(files, new NewFile("f" + i, i % 2 == 0 ? "vision" : "batch", "", Optional.empty()), "x");
        }

        Page<StoredFile> page = files.list(new FileQuery(TestWorld.page(2), Optional.of("vision")));

        assertThat(names(page)).containsExactly("f0", "f2");
        assertThat(page.hasMore()).isTrue();
    }

    @Test
    void ordersGrowThoughTheClockGoesBack() {
        TestWorld.put(files, TestWorld.file("first"), "x");
        world.advance(Duration.ofDays(-1));
        TestWorld.put(files, TestWorld.file("second"), "x");

        assertThat(names(reopened().list(all()))).containsExactly("first", "second");
    }
}
