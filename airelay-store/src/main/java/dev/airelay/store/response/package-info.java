/**
 * Responses, finished and in progress, with their events. Each has its own file, so that memory does not grow with their
 * number.
 *
 * <p>The store and a response in progress are safe for concurrent use. Every call may block on the disk.
 *
 * <p>Read first: {@link dev.airelay.store.response.ResponseStore}, {@link dev.airelay.store.response.RunningResponse} and
 * {@link dev.airelay.store.response.StoredResponse}.
 *
 * <p>A response moves from running to stored and never back. One that is interrupted by a crash or a stop is stored as
 * failed.
 */
package dev.airelay.store.response;
