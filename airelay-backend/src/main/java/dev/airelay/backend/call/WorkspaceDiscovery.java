package dev.airelay.backend.call;

import java.util.Set;

/**
 * How a client finds out where the backend wants the requests of an account.
 *
 * @param hosts to which the access token may be sent besides the base URL's, over https; in lower case
 * @param observer watches each look-up; must not keep anything of one for the next
 */
public record WorkspaceDiscovery(Set<String> hosts, CallObserver observer) {

    /** Copies the set. */
    public WorkspaceDiscovery {
        hosts = Set.copyOf(hosts);
    }
}
