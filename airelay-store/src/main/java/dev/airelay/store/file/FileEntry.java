package dev.airelay.store.file;

import dev.airelay.store.frame.DamagedEntryException;
import dev.airelay.store.frame.JsonHeader;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A file as it is described on disk.
 *
 * @param file the description that callers see
 * @param order grows with every file, so that lists are stable if the clock stands still or is set back
 * @param uploadId the upload it came from
 */
record FileEntry(StoredFile file, long order, Optional<String> uploadId) {
    static final String KIND = "file";

    private static final String ID = "id";
    private static final String FILENAME = "filename";
    private static final String PURPOSE = "purpose";
    private static final String CONTENT_TYPE = "content_type";
    private static final String BYTES = "bytes";
    private static final String SHA256 = "sha256";
    private static final String CREATED_AT = "created_at";
    private static final String EXPIRES_AT = "expires_at";
    private static final String ORDER = "order";
    private static final String UPLOAD_ID = "upload_id";

    byte[] header() {
        ObjectNode header = JsonHeader.create()
                .put(ID, file.id())
                .put(FILENAME, file.filename())
                .put(PURPOSE, file.purpose())
                .put(CONTENT_TYPE, file.contentType())
                .put(BYTES, file.bytes())
                .put(SHA256, file.sha256())
                .put(CREATED_AT, file.createdAt().toEpochMilli())
                .put(ORDER, order);
        file.expiresAt().ifPresent(at -> header.put(EXPIRES_AT, at.toEpochMilli()));
        uploadId.ifPresent(upload -> header.put(UPLOAD_ID, upload));
        return JsonHeader.bytes(header);
    }

    static FileEntry parse(byte[] bytes) throws DamagedEntryException {
        JsonNode header = JsonHeader.parse(bytes);
        StoredFile file = new StoredFile(
                JsonHeader.text(header, ID),
                JsonHeader.text(header, FILENAME),
                JsonHeader.text(header, PURPOSE),
                JsonHeader.text(header, CONTENT_TYPE),
                JsonHeader.number(header, BYTES),
                JsonHeader.text(header, SHA256),
                JsonHeader.instant(header, CREATED_AT),
                JsonHeader.optionalNumber(header, EXPIRES_AT).map(Instant::ofEpochMilli));
        return new FileEntry(file, JsonHeader.number(header, ORDER), JsonHeader.optionalText(header, UPLOAD_ID));
    }
}
