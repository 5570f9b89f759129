package dev.airelay.leakguard;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import org.junit.jupiter.api.Test;

class LeakGuardTest {

    @Test
    void findsLostBuffer() throws InterruptedException {
        lose();

        LeakGuard.collectGarbage();

        assertThat(LeakGuard.findLost().orElseThrow()).contains("ByteBuf", "LeakGuardTest");
        assertThat(LeakGuard.findLost()).isEmpty();
    }

    private static void lose() {
        ByteBuf lost = PooledByteBufAllocator.DEFAULT.directBuffer(1);
        assertThat(lost.retainedSlice().refCnt()).isPositive();
    }

    @Test
    void findsNothingWhenBuffersAreReleasedOrStillInUse() throws InterruptedException {
        ByteBuf used = UnpooledByteBufAllocator.DEFAULT.buffer(1);
        PooledByteBufAllocator.DEFAULT.directBuffer(1).release();

        LeakGuard.collectGarbage();

        assertThat(LeakGuard.findLost()).isEmpty();
        assertThat(used.release()).isTrue();
    }
}
