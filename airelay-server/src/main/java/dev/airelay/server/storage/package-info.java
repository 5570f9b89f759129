/**
 * The routes whose responses come from the store: files, uploads, conversations, and stored responses.
 *
 * <p>Requests are received and answered on the connection's event loop. Every call of the store runs on the executor for
 * blocking work. {@link dev.airelay.server.storage.BackpressuredWriter} transfers uploads between the two, {@link
 * dev.airelay.server.storage.ContentExchange} downloads; both buffer a bounded number of bytes.
 *
 * <p>Read first: {@link dev.airelay.server.storage.StorageRoutes}, {@link dev.airelay.server.storage.StorageEndpoint} and
 * {@link dev.airelay.server.storage.FormExchange}.
 *
 * <p>Forms follow <a href="https://www.rfc-editor.org/rfc/rfc7578">RFC 7578</a>. A file name is text from the client and is
 * never used as a path.
 */
package dev.airelay.server.storage;
