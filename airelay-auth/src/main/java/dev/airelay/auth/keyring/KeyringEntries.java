package dev.airelay.auth.keyring;

import java.util.Optional;

/** Single entries of a platform's keyring, each a line of ASCII characters. */
interface KeyringEntries {
    /** The maximum number of characters of an entry. */
    int capacity();

    /** The entry; empty when there is none. */
    Optional<String> find(String account) throws KeyringException;

    /** Stores an entry in place of the one there. */
    void put(String account, String value) throws KeyringException;

    /** Removes an entry; whether there was one. */
    boolean remove(String account) throws KeyringException;
}
