package dev.airelay.server.storage;

import dev.airelay.store.file.StoredFile;
import dev.airelay.store.upload.Upload;
import dev.airelay.store.upload.UploadPart;
import java.util.Locale;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** OpenAI's objects for files, uploads and their parts. */
final class FileObject {

    private static final String ID = "id";
    private static final String OBJECT = "object";
    private static final String BYTES = "bytes";
    private static final String CREATED_AT = "created_at";
    private static final String EXPIRES_AT = "expires_at";
    private static final String FILENAME = "filename";
    private static final String PURPOSE = "purpose";
    private static final String STATUS = "status";

    private FileObject() {}

    static ObjectNode of(StoredFile file) {
        ObjectNode object = JsonNodeFactory.instance
                .objectNode()
                .put(ID, file.id())
                .put(OBJECT, "file")
                .put(BYTES, file.bytes())
                .put(CREATED_AT, file.createdAt().getEpochSecond())
                .put(FILENAME, file.filename())
                .put(PURPOSE, file.purpose())
                .put(STATUS, "processed");
        file.expiresAt().ifPresent(expiry -> object.put(EXPIRES_AT, expiry.getEpochSecond()));
        return object;
    }

    static ObjectNode of(Upload upload) {
        ObjectNode object = JsonNodeFactory.instance
                .objectNode()
                .put(ID, upload.id())
                .put(OBJECT, "upload")
                .put(BYTES, upload.bytes())
                .put(CREATED_AT, upload.createdAt().getEpochSecond())
                .put(FILENAME, upload.file().filename())
                .put(PURPOSE, upload.file().purpose())
                .put(STATUS, upload.status().name().toLowerCase(Locale.ROOT))
                .put(EXPIRES_AT, upload.expiresAt().getEpochSecond());
        upload.result().ifPresent(file -> object.set("file", of(file)));
        return object;
    }

    static ObjectNode of(UploadPart part) {
        return JsonNodeFactory.instance
                .objectNode()
                .put(ID, part.id())
                .put(OBJECT, "upload.part")
                .put(CREATED_AT, part.createdAt().getEpochSecond())
                .put("upload_id", part.uploadId());
    }
}
