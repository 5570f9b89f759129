package dev.airelay.transforms.failure;

import java.util.Optional;

/** The headers of an upstream response. */
@FunctionalInterface
public interface UpstreamHeaders {

    /** Returns the first value of the header with this lower-case name. */
    Optional<String> first(String name);

    /** Returns empty headers. */
    static UpstreamHeaders none() {
        return name -> Optional.empty();
    }
}
