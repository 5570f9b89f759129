package dev.airelay.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.node.ObjectNode;

/** Twice the request is twice the work, counted in bytes allocated: a figure that does not depend on the machine's speed. */
class LinearWorkTest {
    private static final int WARM_UPS = 3;
    /** Buffers that double, and maps that grow, are up to this much larger than twice. */
    private static final double LEAST = 1.5;

    private static final double MOST = 2.6;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @ParameterizedTest
    @MethodSource("dev.airelay.bench.Workload#all")
    void twiceTheSizeAllocatesTwiceAsMuch(Workload workload) {
        // What is compiled, and what buffers are kept from run to run, is then the same for all.
        int size = workload.smallest() / 5;
        allocated(workload, size * 4);

        double once = allocated(workload, size);
        double twice = allocated(workload, size * 2);
        double fourfold = allocated(workload, size * 4);

        assertThat(twice / once).isBetween(LEAST, MOST);
        assertThat(fourfold / twice).isBetween(LEAST, MOST);
        assertThat(fourfold / once).isBetween(LEAST * 2, MOST * 2);
    }

    private long allocated(Workload workload, int size) {
        ObjectNode request = workload.request(size);
        long sent = 0;
        for (int i = 0; i < WARM_UPS; i++) {
            sent = workload.translate(request);
        }
        long before = threads.getCurrentThreadAllocatedBytes();
        assertThat(workload.translate(request)).isEqualTo(sent);
        return threads.getCurrentThreadAllocatedBytes() - before;
    }
}
