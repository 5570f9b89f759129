package dev.airelay.backend;

import dev.airelay.auth.CredentialSource;

/** What every exchange of one client shares. All of it is safe for concurrent use. */
record Wiring(
        BackendOptions options,
        Endpoint endpoint,
        CredentialSource credentials,
        RequestHeads heads,
        CloudflareCookies cookies,
        Connector connector) {}
