package dev.airelay.store;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** One upload in memory: its description and its parts. Guarded by its own monitor. */
final class UploadState {
    private final Map<String, UploadPart> parts = new LinkedHashMap<>();
    private UploadEntry entry;
    private long bytesOnTheirWay;
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

    /** Takes a place for a part to come. */
    synchronized void beginPart(int maxParts) {
        requirePending();
        if (parts.size() + partsOnTheirWay >= maxParts) {
            throw new StoreException(
                    StoreFailure.TOO_MANY, "an upload may have at most " + maxParts + " parts; send larger ones");
        }
        partsOnTheirWay++;
    }

    /** Takes bytes of the declared size before they are written. */
    synchronized void growPart(long bytes) {
        requirePending();
        long sum = partBytes() + bytesOnTheirWay + bytes;
        if (sum > entry.bytes()) {
            throw new StoreException(
                    StoreFailure.UPLOAD_MISMATCH,
                    "the parts have " + sum + " bytes or more and " + entry.bytes()
                            + " were declared; begin a new upload with the right size");
        }
        bytesOnTheirWay += bytes;
    }

    /** A part is there, or was given up. */
    synchronized void endPart(long bytes) {
        bytesOnTheirWay -= bytes;
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
                    .map(id -> "part_ids names '" + id + "', which is no part of this upload")
                    .orElse("part_ids names a part twice");
            throw new StoreException(StoreFailure.UNKNOWN_UPLOAD, wrong);
        }
        return chosen;
    }

    synchronized long partBytes() {
        return parts.values().stream().mapToLong(UploadPart::bytes).sum();
    }

    /** Forgets the parts; returns their bytes. */
    synchronized long clearParts() {
        long bytes = partBytes();
        parts.clear();
        return bytes;
    }

    synchronized void requirePending() {
        if (!isPending()) {
            throw new StoreException(
                    StoreFailure.UPLOAD_CLOSED,
                    "the upload '" + entry.id() + "' is "
                            + entry.status().name().toLowerCase(Locale.ROOT) + "; begin a new one");
        }
    }
}
