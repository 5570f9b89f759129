/**
 * What the relay keeps on disk: uploaded files, conversations and responses. Bounded, safe against crashes, private to the
 * owner.
 *
 * <p>Read first: {@link dev.airelay.store.RelayStore} (the door to all), {@link dev.airelay.store.StoreOptions} (its
 * bounds) and {@link dev.airelay.store.StoreException} (what can go wrong).
 *
 * <pre>{@code
 * RelayStore store = RelayStore.open(StoreOptions.in(directory), environment);
 * try (FileIntake intake = store.files().receive(new NewFile("a.txt", "user_data", "text/plain", Optional.empty()))) {
 *     intake.write(chunk);
 *     StoredFile file = intake.finish();
 * }
 * }</pre>
 *
 * <p>Calls block on the disk, so they belong on an executor of their own. When a call that changes something returns, the
 * change survives a power cut; when it throws, or the process ends in the middle, the old or the new state is there. What
 * the clients sent is never looked into, but for the status of a response that was interrupted.
 */
package dev.airelay.store;
