package dev.airelay.server;

import dev.airelay.store.PartIntake;
import dev.airelay.store.Upload;
import dev.airelay.store.UploadStore;
import io.netty.channel.ChannelHandlerContext;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Function;

/** The routes under {@code /v1/uploads}: files that are sent in parts. */
final class UploadsEndpoint {

    private final UploadStore uploads;
    private final long maxFileBytes;
    private final JsonBody bodies;
    private final Executor blocking;

    UploadsEndpoint(UploadStore uploads, long maxFileBytes, JsonBody bodies, Executor blocking) {
        this.uploads = uploads;
        this.maxFileBytes = maxFileBytes;
        this.bodies = bodies;
        this.blocking = blocking;
    }

    /** Begins an upload. */
    Answer create(RelayRequest request) {
        Parameters body = new Parameters(bodies.read(request.body()));
        String filename = body.text("filename");
        FileTerms terms = FileTerms.of(body);
        long bytes = body.wholeNumber("bytes", 1, Long.MAX_VALUE);
        Upload upload = uploads.create(terms.describe(filename, body.text("mime_type")), bytes);
        return Answer.json(200, FileObject.of(upload));
    }

    /** Receives a part. */
    Exchange part(RelayRequest request, ChannelHandlerContext ctx) {
        return FormExchange.receive(request, ctx, new Target(uploads, request.pathVariable(), maxFileBytes), blocking);
    }

    /** Makes a file of the parts. */
    Answer complete(RelayRequest request) {
        Parameters body = new Parameters(bodies.read(request.body()));
        Optional<String> md5 = body.optionalText("md5");
        Upload upload = uploads.complete(request.pathVariable(), body.texts("part_ids"), md5.orElse(null));
        return Answer.json(200, FileObject.of(upload));
    }

    /** Gives an upload up. */
    Answer cancel(RelayRequest request) {
        return Answer.json(200, FileObject.of(uploads.cancel(request.pathVariable())));
    }

    private record Target(UploadStore uploads, String uploadId, long maxFileBytes) implements FormTarget<PartIntake> {

        @Override
        public String filePart() {
            return "data";
        }

        @Override
        public PartIntake open() {
            return uploads.receive(uploadId);
        }

        @Override
        public void write(PartIntake intake, ByteBuffer chunk) {
            intake.write(chunk);
        }

        @Override
        public void close(PartIntake intake) {
            intake.close();
        }

        @Override
        public Function<PartIntake, Answer> ending(Form form) {
            return intake -> Answer.json(200, FileObject.of(intake.finish()));
        }
    }
}
