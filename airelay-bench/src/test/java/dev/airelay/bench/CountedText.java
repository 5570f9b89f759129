package dev.airelay.bench;

/** A text that counts how often one of its characters is asked for, and ends what asks too often. */
final class CountedText implements CharSequence {
    private final String text;
    private final long max;
    private long reads;

    CountedText(String text, long max) {
        this.text = text;
        this.max = max;
    }

    long reads() {
        return reads;
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public char charAt(int index) {
        reads++;
        if (reads > max) {
            throw new TooMany();
        }
        return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return text.substring(start, end);
    }

    @Override
    public String toString() {
        return text;
    }

    /** More reads than any linear search needs. */
    static final class TooMany extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private TooMany() {
            super(null, null, false, false);
        }
    }
}
