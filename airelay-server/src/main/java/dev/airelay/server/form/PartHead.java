package dev.airelay.server.form;

import java.util.Optional;

/**
 * What a part of a form says of itself.
 *
 * @param name of the field
 * @param filename of a file; empty for a text field
 * @param contentType as the client says
 */
public record PartHead(String name, Optional<String> filename, Optional<String> contentType) {}
