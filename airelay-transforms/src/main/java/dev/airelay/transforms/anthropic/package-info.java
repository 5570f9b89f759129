/**
 * Anthropic's Messages dialect, {@code POST /v1/messages} and {@code POST /v1/messages/count_tokens}.
 *
 * <p>The dialect is stateless and safe for concurrent use. Request builders and encoders serve one request each, on one
 * thread at a time.
 *
 * <p>Read first: {@link dev.airelay.transforms.anthropic.MessagesDialect}, {@link
 * dev.airelay.transforms.anthropic.MessagesParameters} (every parameter and its handling), {@link
 * dev.airelay.transforms.anthropic.MessageList} (messages to input items), and {@link
 * dev.airelay.transforms.anthropic.MessageTurn} (the blocks of a reply and their order).
 */
package dev.airelay.transforms.anthropic;
