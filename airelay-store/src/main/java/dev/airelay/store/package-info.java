/**
 * The store on disk: uploaded files, conversations and responses; bounded, crash-safe, private to the owner. This package
 * opens the stores of the other packages over one directory.
 *
 * <p>Calls block on the disk, so they belong on an executor of their own. All stores are safe for concurrent use; one
 * process at a time may have a directory open.
 *
 * <p>Read first: {@link dev.airelay.store.RelayStore} (access to all stores), {@link dev.airelay.store.StoreOptions} (its
 * limits) and {@link dev.airelay.store.frame.StoreException} (its failures).
 *
 * <pre>{@code
 * RelayStore store = RelayStore.open(StoreOptions.in(directory), environment);
 * try (FileIntake intake = store.files().receive(new NewFile("a.txt", "user_data", "text/plain", Optional.empty()))) {
 *     intake.write(chunk);
 *     StoredFile file = intake.finish();
 * }
 * }</pre>
 *
 * <p>When a call that changes something returns, the change survives a power failure; if it throws, or the process ends
 * meanwhile, either the old or the new state is stored. The store does not parse clients' data, except for the status of an
 * interrupted response.
 */
package dev.airelay.store;
