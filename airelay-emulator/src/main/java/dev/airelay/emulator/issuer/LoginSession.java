package dev.airelay.emulator.issuer;

import dev.airelay.emulator.api.EmulatedAccount;
import java.util.List;

/** One sign-in of one person: all tokens obtained by refreshing belong to it and end with it. */
record LoginSession(String id, EmulatedAccount account, String scope) {
    List<String> scopes() {
        return List.of(scope.split(" "));
    }
}
