package dev.airelay.backend.call;

import java.util.Set;

/**
 * The settings for looking up an account's routing.
 *
 * @param hosts to which the access token may be sent besides the base URL's, over https; in lower case
 * @param observer observes each look-up; must keep no state between them
 */
public record WorkspaceDiscovery(Set<String> hosts, CallObserver observer) {

    /** Copies the set. */
    public WorkspaceDiscovery {
        hosts = Set.copyOf(hosts);
    }
}
