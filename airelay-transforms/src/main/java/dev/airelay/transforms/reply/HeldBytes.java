package dev.airelay.transforms.reply;

/** About how many bytes the items of one reply take, counted where they are kept. Not safe for concurrent use. */
final class HeldBytes {

    /** What an item, a part or a tree takes besides its text: without it, many small ones would count for nothing. */
    private static final int EACH = 512;

    private long total;

    /** Adds text that is kept. */
    void text(int bytes) {
        total += bytes;
    }

    /** Adds something else that is kept, with so much text. */
    void one(int bytes) {
        total += EACH + bytes;
    }

    long total() {
        return total;
    }
}
