package dev.airelay.traffic.record;

/**
 * An event of a stream.
 *
 * @param name after {@code event:}; empty when there is none
 * @param data the lines after {@code data:}, joined; empty when too large
 * @param bytes on the wire, without line ends
 * @param tooLarge whether the data was not kept
 */
record SseEvent(String name, String data, long bytes, boolean tooLarge) {}
