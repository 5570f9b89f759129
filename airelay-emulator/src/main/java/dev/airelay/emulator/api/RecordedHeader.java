package dev.airelay.emulator.api;

/**
 * One request header as it came over the wire, name in its original case.
 * The value of {@code Authorization} is replaced by a fingerprint and its shape, see {@link RecordedRequest}.
 */
public record RecordedHeader(String name, String value) {}
