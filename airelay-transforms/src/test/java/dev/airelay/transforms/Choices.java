package dev.airelay.transforms;

import dev.airelay.transforms.event.UpstreamEvent;
import dev.airelay.transforms.failure.UpstreamFailure;
import dev.airelay.transforms.spi.ObjectEncoder;
import dev.airelay.transforms.spi.Reply;
import dev.airelay.transforms.spi.StreamEncoder;
import java.util.ArrayList;
import java.util.List;

/** Runs several calls of one reply as the server does: side by side, an event of each in turn. */
public final class Choices {

    private Choices() {}

    /** Encodes one stream of all calls, each of which stops when its encoder has ended. */
    public static Recording stream(Reply reply, List<List<UpstreamEvent>> calls) {
        List<StreamEncoder> encoders = reply.streamEncoders(calls.size());
        Recording recording = new Recording();
        int longest = calls.stream().mapToInt(List::size).max().orElse(0);
        for (int i = 0; i < longest; i++) {
            for (int call = 0; call < calls.size(); call++) {
                StreamEncoder encoder = encoders.get(call);
                if (i < calls.get(call).size() && !encoder.ended()) {
                    encoder.accept(calls.get(call).get(i), recording);
                }
            }
        }
        for (StreamEncoder encoder : encoders) {
            if (!encoder.ended()) {
                encoder.fail(UpstreamFailure.incompleteStream(), recording);
            }
        }
        return recording;
    }

    /** Encodes one object of all calls, all of which must finish well. */
    public static byte[] object(Reply reply, List<List<UpstreamEvent>> calls) {
        List<byte[]> objects = new ArrayList<>();
        for (List<UpstreamEvent> call : calls) {
            ObjectEncoder.Outcome outcome = Streams.collect(reply, call);
            objects.add(((ObjectEncoder.Outcome.Finished) outcome).json());
        }
        return reply.merge(objects);
    }
}
