package dev.airelay.store.frame;

/**
 * A frame whose header has been read and whose sections are still on disk.
 *
 * @param header verified
 * @param starts positions of the sections in the file
 * @param lengths bytes of each section
 * @param checksums of each section
 * @param end position of the next frame
 */
public record Frame(byte[] header, long[] starts, int[] lengths, int[] checksums, long end) {
    /** Returns the number of sections. */
    public int sections() {
        return starts.length;
    }
}
