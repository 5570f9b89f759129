package dev.airelay.server.storage;

import dev.airelay.base.LogSafeText;
import dev.airelay.server.http.Exchange;
import dev.airelay.server.http.JsonBody;
import dev.airelay.server.http.ListObject;
import dev.airelay.server.http.Parameters;
import dev.airelay.server.http.RelayRequest;
import dev.airelay.server.http.Response;
import dev.airelay.server.trace.RequestTrace;
import dev.airelay.store.file.FileIntake;
import dev.airelay.store.file.FileQuery;
import dev.airelay.store.file.FileStore;
import dev.airelay.store.file.NewFile;
import dev.airelay.store.file.StoredFile;
import dev.airelay.traffic.record.LoggedBody;
import dev.airelay.transforms.failure.ApiError;
import dev.airelay.transforms.failure.RequestRejected;
import io.netty.channel.ChannelHandlerContext;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Function;
import tools.jackson.databind.node.JsonNodeFactory;

/** The routes under {@code /v1/files}: uploaded files, stored by the relay itself. */
final class FilesEndpoint {

    private static final int MAX_LIMIT = 10_000;

    /** The description of a file until its form is complete. */
    private static final NewFile UNDESCRIBED = new NewFile("", "", "", Optional.empty());

    private final FileStore files;
    private final Executor blocking;
    private final long maxFileBytes;
    private final JsonBody bodies;
    private final UnknownMembers unknown;

    FilesEndpoint(FileStore files, long maxFileBytes, JsonBody bodies, UnknownMembers unknown, Executor blocking) {
        this.files = files;
        this.blocking = blocking;
        this.maxFileBytes = maxFileBytes;
        this.bodies = bodies;
        this.unknown = unknown;
    }

    /** Receives a file. */
    Exchange create(RelayRequest request, ChannelHandlerContext ctx) {
        Target target = new Target(files, maxFileBytes, bodies, unknown, request.trace());
        return FormExchange.receive(request, ctx, target, blocking);
    }

    /** Lists the files. */
    Response list(RelayRequest request) {
        FileQuery query = new FileQuery(
                ListObject.page(request.query(), MAX_LIMIT, MAX_LIMIT),
                request.query().text("purpose"));
        return Response.json(200, ListObject.of(files.list(query), StoredFile::id, FileObject::of));
    }

    /** Describes one file. */
    Response retrieve(RelayRequest request) {
        return files.find(request.pathVariable())
                .map(file -> Response.json(200, FileObject.of(file)))
                .orElseThrow(() -> unknown(request.pathVariable()));
    }

    /** Sends the content of a file. */
    Exchange content(RelayRequest request, ChannelHandlerContext ctx) {
        return ContentExchange.send(() -> files.open(request.pathVariable()), request, ctx, blocking);
    }

    /** Deletes a file. */
    Response delete(RelayRequest request) {
        String id = request.pathVariable();
        if (!files.delete(id)) {
            throw unknown(id);
        }
        return Response.json(
                200,
                JsonNodeFactory.instance
                        .objectNode()
                        .put("id", id)
                        .put("object", "file")
                        .put("deleted", true));
    }

    static RequestRejected unknown(String id) {
        String message = "No such File object: " + LogSafeText.of(id);
        return new RequestRejected(404, new ApiError(message, ApiError.INVALID_REQUEST, "id", null));
    }

    private record Target(
            FileStore files, long maxFileBytes, JsonBody bodies, UnknownMembers unknown, Optional<RequestTrace> trace)
            implements FormTarget<FileIntake> {

        @Override
        public String filePart() {
            return "file";
        }

        @Override
        public FileIntake open() {
            return files.receive(UNDESCRIBED);
        }

        @Override
        public void write(FileIntake intake, ByteBuffer chunk) {
            intake.write(chunk);
        }

        @Override
        public void close(FileIntake intake) {
            intake.close();
        }

        @Override
        public Function<FileIntake, Response> ending(Form form) {
            FileMetadata terms = FileMetadata.of(form, bodies);
            NewFile described = form.file()
                    .map(head -> terms.describe(
                            head.filename().orElse(""), head.contentType().orElse("")))
                    .orElseThrow(() -> Parameters.missing(filePart()));
            List<String> ignored = unknown.named(FileMetadata.unknown(form, bodies));
            return intake -> answer(intake.finish(described), ignored);
        }

        private Response answer(StoredFile file, List<String> ignored) {
            return Response.json(200, FileObject.of(file))
                    .ignoring(ignored)
                    .beforeWrite(() -> trace.ifPresent(started -> started.uploaded(new LoggedBody.Upload(
                            file.filename(), file.purpose(), file.contentType(), file.bytes(), file.sha256()))));
        }
    }
}
