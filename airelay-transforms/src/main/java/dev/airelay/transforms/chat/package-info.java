/**
 * The Chat Completions dialect, {@code POST /v1/chat/completions}.
 *
 * <p>The dialect is stateless and safe for concurrent use. Request builders and encoders serve one request each, on one
 * thread at a time.
 *
 * <p>Read first: {@link dev.airelay.transforms.chat.ChatDialect}, {@link dev.airelay.transforms.chat.ChatParameters}
 * (every parameter and its handling) and {@link dev.airelay.transforms.chat.ChatChoice} (the order of a stream).
 */
package dev.airelay.transforms.chat;
