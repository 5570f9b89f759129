package dev.airelay.transforms.failure;

import java.util.Optional;

/** Looks up the headers of an upstream answer. */
@FunctionalInterface
public interface UpstreamHeaders {

    /** Returns the first value of the header with this lower-case name. */
    Optional<String> first(String name);

    /** Returns headers without any. */
    static UpstreamHeaders none() {
        return name -> Optional.empty();
    }
}
