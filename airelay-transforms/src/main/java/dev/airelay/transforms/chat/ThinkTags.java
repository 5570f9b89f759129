package dev.airelay.transforms.chat;

/** The tags around reasoning inside the content. */
final class ThinkTags {

    static final String OPEN = "<think>\n";
    static final String CLOSE = "\n</think>\n\n";

    private ThinkTags() {}
}
