package dev.airelay.store.upload;

import dev.airelay.store.file.NewFile;
import dev.airelay.store.file.StoredFile;
import dev.airelay.store.frame.DamagedEntryException;
import dev.airelay.store.frame.JsonHeader;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** An upload as it is described on disk. */
record UploadEntry(String id, NewFile file, long bytes, Instant createdAt, Instant expiresAt, UploadStatus status) {
    static final String KIND = "upload";

    private static final String ID = "id";
    private static final String FILENAME = "filename";
    private static final String PURPOSE = "purpose";
    private static final String CONTENT_TYPE = "content_type";
    private static final String BYTES = "bytes";
    private static final String CREATED_AT = "created_at";
    private static final String EXPIRES_AT = "expires_at";
    private static final String STATUS = "status";
    private static final String FILE_LIFE = "file_life_ms";

    UploadEntry with(UploadStatus next) {
        return new UploadEntry(id, file, bytes, createdAt, expiresAt, next);
    }

    Upload view(Optional<StoredFile> result) {
        return new Upload(id, file, bytes, createdAt, expiresAt, status, result);
    }

    byte[] header() {
        ObjectNode header = JsonHeader.create()
                .put(ID, id)
                .put(FILENAME, file.filename())
                .put(PURPOSE, file.purpose())
                .put(CONTENT_TYPE, file.contentType())
                .put(BYTES, bytes)
                .put(CREATED_AT, createdAt.toEpochMilli())
                .put(EXPIRES_AT, expiresAt.toEpochMilli())
                .put(STATUS, status.name().toLowerCase(Locale.ROOT));
        file.expiresAfter().ifPresent(life -> header.put(FILE_LIFE, life.toMillis()));
        return JsonHeader.bytes(header);
    }

    static UploadEntry parse(byte[] bytes) throws DamagedEntryException {
        JsonNode header = JsonHeader.parse(bytes);
        NewFile file = new NewFile(
                JsonHeader.text(header, FILENAME),
                JsonHeader.text(header, PURPOSE),
                JsonHeader.text(header, CONTENT_TYPE),
                JsonHeader.optionalNumber(header, FILE_LIFE).map(Duration::ofMillis));
        return new UploadEntry(
                JsonHeader.text(header, ID),
                file,
                JsonHeader.number(header, BYTES),
                JsonHeader.instant(header, CREATED_AT),
                JsonHeader.instant(header, EXPIRES_AT),
                status(JsonHeader.text(header, STATUS)));
    }

    private static UploadStatus status(String text) throws DamagedEntryException {
        try {
            return UploadStatus.valueOf(text.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException unknown) {
            throw new DamagedEntryException("its status is not a known one", unknown);
        }
    }
}
