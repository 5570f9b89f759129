package dev.airelay.store.file;

import dev.airelay.store.frame.PageRequest;
import java.util.Optional;

/**
 * A request for a list of files.
 *
 * @param page the part of the list, by time of creation
 * @param purpose only files with this purpose; empty: all
 */
public record FileQuery(PageRequest page, Optional<String> purpose) {}
