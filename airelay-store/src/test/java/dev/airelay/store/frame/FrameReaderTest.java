package dev.airelay.store.frame;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.store.TestWorld;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FrameReaderTest {
    private static final String KIND = "test";

    @TempDir
    Path directory;

    private final ByteArrayOutputStream whole = new ByteArrayOutputStream();
    private final List<Integer> ends = new ArrayList<>();
    private final List<String> written = new ArrayList<>();

    @BeforeEach
    void write() {
        add(List.of(ByteBuffer.wrap(FrameFormat.firstLine(KIND))));
        add("first", "a", "bb");
        add("", "");
        add("large", "x".repeat(20_000), "y");
        add("none");
    }

    private void add(String header, String... sections) {
        add(FrameFormat.frame(
                TestWorld.json(header),
                Arrays.stream(sections).map(TestWorld::json).toList()));
        written.add(header + Arrays.asList(sections));
    }

    private void add(List<ByteBuffer> buffers) {
        buffers.forEach(buffer -> whole.writeBytes(Arrays.copyOf(buffer.array(), buffer.limit())));
        ends.add(whole.size());
    }

    /** Whole frames up to the first damage. */
    private List<String> read(byte[] content) throws IOException {
        Path file = Files.write(directory.resolve("file"), content);
        List<String> frames = new ArrayList<>();
        try (FrameReader reader = FrameReader.open(file, KIND)) {
            for (Optional<Frame> next = reader.next(); next.isPresent(); next = reader.next()) {
                Frame frame = next.get();
                List<String> sections = new ArrayList<>();
                for (int i = 0; i < frame.sections(); i++) {
                    sections.add(TestWorld.text(reader.section(frame, i)));
                }
                frames.add(TestWorld.text(frame.header()) + sections);
            }
        } catch (DamagedEntryException damaged) {
            frames.add("damaged");
        }
        return frames;
    }

    @Test
    void framesAreReadAsTheyWereWritten() throws IOException {
        assertThat(read(whole.toByteArray())).isEqualTo(written);
    }

    @Test
    void fileThatIsCutOffAnywhereHasTheFramesBefore() throws IOException {
        for (int length = 0; length < whole.size(); length += length < 200 ? 1 : 97) {
            int cut = length;
            int frames = (int) ends.stream().filter(end -> end <= cut).count() - 1;

            List<String> found = read(Arrays.copyOf(whole.toByteArray(), cut));

            assertThat(found)
                    .as("cut at %d", cut)
                    .isEqualTo(frames < 0 ? List.of("damaged") : written.subList(0, frames));
        }
    }

    @Test
    void byteThatIsWrongAnywhereNeverGivesWrongContent() throws IOException {
        for (int position = 0; position < whole.size(); position += position < 200 ? 1 : 97) {
            byte[] bytes = whole.toByteArray();
            bytes[position] ^= 0x40;

            List<String> found = read(bytes);

            found.remove("damaged");
            assertThat(found)
                    .as("wrong at %d", position)
                    .hasSizeLessThan(written.size())
                    .isEqualTo(written.subList(0, found.size()));
        }
    }
}
