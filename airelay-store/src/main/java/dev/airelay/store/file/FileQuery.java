package dev.airelay.store.file;

import dev.airelay.store.frame.PageRequest;
import java.util.Optional;

/**
 * Which files are listed.
 *
 * @param page which part, by time of creation
 * @param purpose only these; empty: all
 */
public record FileQuery(PageRequest page, Optional<String> purpose) {}
