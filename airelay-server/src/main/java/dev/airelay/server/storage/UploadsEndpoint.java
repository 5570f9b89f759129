package dev.airelay.server.storage;

import dev.airelay.server.http.Exchange;
import dev.airelay.server.http.JsonBody;
import dev.airelay.server.http.Parameters;
import dev.airelay.server.http.RelayRequest;
import dev.airelay.server.http.Response;
import dev.airelay.store.upload.PartIntake;
import dev.airelay.store.upload.Upload;
import dev.airelay.store.upload.UploadStore;
import io.netty.channel.ChannelHandlerContext;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Function;

/** The routes under {@code /v1/uploads}: files that are sent in parts. */
final class UploadsEndpoint {

    private final UploadStore uploads;
    private final long maxFileBytes;
    private final JsonBody bodies;
    private final UnknownMembers unknown;
    private final Executor blocking;

    UploadsEndpoint(
            UploadStore uploads, long maxFileBytes, JsonBody bodies, UnknownMembers unknown, Executor blocking) {
        this.uploads = uploads;
        this.maxFileBytes = maxFileBytes;
        this.bodies = bodies;
        this.unknown = unknown;
        this.blocking = blocking;
    }

    /** Creates an upload. */
    Response create(RelayRequest request) {
        Parameters body = new Parameters(bodies.read(request.body()));
        String filename = body.text("filename");
        FileMetadata terms = FileMetadata.of(body);
        long bytes = body.wholeNumber("bytes", 1, Long.MAX_VALUE);
        String type = body.text("mime_type");
        List<String> ignored = unknown.named(body.unread());
        Upload upload = uploads.create(terms.describe(filename, type), bytes);
        return Response.json(200, FileObject.of(upload)).ignoring(ignored);
    }

    /** Receives a part. */
    Exchange part(RelayRequest request, ChannelHandlerContext ctx) {
        Target target = new Target(uploads, request.pathVariable(), maxFileBytes, unknown);
        return FormExchange.receive(request, ctx, target, blocking);
    }

    /** Creates a file from the parts. */
    Response complete(RelayRequest request) {
        Parameters body = new Parameters(bodies.read(request.body()));
        Optional<String> md5 = body.optionalText("md5");
        List<String> parts = body.texts("part_ids");
        List<String> ignored = unknown.named(body.unread());
        Upload upload = uploads.complete(request.pathVariable(), parts, md5.orElse(null));
        return Response.json(200, FileObject.of(upload)).ignoring(ignored);
    }

    /** Cancels an upload. */
    Response cancel(RelayRequest request) {
        return Response.json(200, FileObject.of(uploads.cancel(request.pathVariable())));
    }

    private record Target(UploadStore uploads, String uploadId, long maxFileBytes, UnknownMembers unknown)
            implements FormTarget<PartIntake> {

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
        public Function<PartIntake, Response> ending(Form form) {
            List<String> ignored = unknown.named(List.copyOf(form.fields().keySet()));
            return intake -> Response.json(200, FileObject.of(intake.finish())).ignoring(ignored);
        }
    }
}
