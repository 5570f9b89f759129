package dev.airelay.server.form;

import java.util.Optional;

/**
 * The headers of a part of a form.
 *
 * @param name of the field
 * @param filename of a file; empty for a text field
 * @param contentType from the client
 */
public record PartHead(String name, Optional<String> filename, Optional<String> contentType) {}
