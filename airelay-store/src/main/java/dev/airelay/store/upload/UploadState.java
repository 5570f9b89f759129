package dev.airelay.store.upload;

import dev.airelay.store.frame.StoreException;
import dev.airelay.store.frame.StoreFailure;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** One upload in memory: its description and its parts. Guarded by its own monitor. */
final class UploadState {
    private final Map<String, UploadPart> parts = new LinkedHashMap<>();
    private UploadEntry entry;
    private int partsOnTheirWay;

    UploadState(UploadEntry entry) {
        this.entry = entry;
    }

    synchronized UploadEntry entry() {
        return entry;
    }

    synchronized void become(UploadEntry next) {
        entry = next;
    }

    /** A part found on disk. */
    synchronized void load(UploadPart part) {
        parts.put(part.id(), part);
    }

    synchronized boolean isPending() {
        return entry.status() == UploadStatus.PENDING;
    }

    /** Reserves a place for a new part. */
    synchronized void beginPart(int maxParts) {
        requirePending();
        if (parts.size() + partsOnTheirWay >= maxParts) {
            throw new StoreException(
                    StoreFailure.TOO_MANY, "an upload can have at most " + maxParts + " parts. Send larger ones");
        }
        partsOnTheirWay++;
    }

    /**
     * Rejects a part that is larger than the declared whole. Together the parts may be larger: a client that did not get the
     * response to a part sends it again, and names the right parts at the end.
     */
    synchronized void requireRoom(long partBytes) {
        requirePending();
        if (partBytes > entry.bytes()) {
            throw new StoreException(
                    StoreFailure.UPLOAD_MISMATCH,
                    "the part has at least " + partBytes + " bytes, but the upload was declared to have "
                            + entry.bytes() + ". Create a new upload with the right size");
        }
    }

    /** A part was received or discarded. */
    synchronized void endPart() {
        partsOnTheirWay--;
    }

    synchronized List<UploadPart> parts() {
        return List.copyOf(parts.values());
    }

    /** The named parts in this order. */
    synchronized List<UploadPart> chosen(List<String> ids) {
        List<UploadPart> chosen = ids.stream()
                .distinct()
                .map(id -> parts.get(id))
                .filter(Objects::nonNull)
                .toList();
        if (chosen.size() != ids.size()) {
            String wrong = ids.stream()
                    .filter(id -> !parts.containsKey(id))
                    .findFirst()
                    .map(id -> "part_ids contains '" + id + "', which is not a part of this upload")
                    .orElse("part_ids contains a part twice");
            throw new StoreException(StoreFailure.UNKNOWN_UPLOAD, wrong);
        }
        return chosen;
    }

    synchronized long partBytes() {
        return parts.values().stream().mapToLong(UploadPart::bytes).sum();
    }

    /** Removes the parts; returns their bytes. */
    synchronized long clearParts() {
        long bytes = partBytes();
        parts.clear();
        return bytes;
    }

    synchronized void requirePending() {
        if (!isPending()) {
            throw new StoreException(
                    StoreFailure.UPLOAD_CLOSED,
                    "the upload '" + entry.id() + "' is already "
                            + entry.status().name().toLowerCase(Locale.ROOT) + ". Create a new one");
        }
    }
}
