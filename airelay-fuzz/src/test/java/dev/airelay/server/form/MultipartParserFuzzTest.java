package dev.airelay.server.form;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.airelay.transforms.failure.RequestRejected;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Any bytes as a form: the pieces in which they come make no difference, and the client alone is blamed. */
class MultipartParserFuzzTest {

    @FuzzTest(maxDuration = "2m")
    void piecesMakeNoDifference(FuzzedDataProvider data) {
        int piece = data.consumeInt(1, 20);
        byte[] body = data.consumeRemainingAsBytes();

        assertThat(parts("multipart/form-data; boundary=b", body, piece))
                .isEqualTo(parts("multipart/form-data; boundary=b", body, Math.max(1, body.length)));
    }

    /** The parts that the parser reports of a body that arrives in pieces. */
    static List<String> parts(String type, byte[] body, int piece) {
        Parts parts = new Parts(new ArrayList<>());
        try {
            MultipartParser parser = MultipartParser.of(Optional.of(type), parts);
            for (int at = 0; at < body.length; at += piece) {
                ByteBuf next = Unpooled.copiedBuffer(body, at, Math.min(piece, body.length - at));
                try {
                    parser.accept(next);
                } finally {
                    assertThat(next.refCnt()).isEqualTo(1);
                    next.release();
                }
            }
            parser.end();
            parts.found().add("end");
        } catch (RequestRejected refused) {
            assertThat(refused.status()).isBetween(400, 499);
            parts.found().add(refused.getMessage());
        }
        return parts.found();
    }

    /** Collects the reported parts; content that arrives in pieces is joined. */
    private record Parts(List<String> found) implements MultipartParser.Listener {
        @Override
        public void part(PartHead head) {
            found.add(head + ": ");
        }

        @Override
        public void content(ByteBuf piece) {
            int last = found.size() - 1;
            found.set(last, found.get(last) + ByteBufUtil.hexDump(piece));
            piece.release();
        }

        @Override
        public void partEnd() {
            found.add("part end");
        }
    }
}
