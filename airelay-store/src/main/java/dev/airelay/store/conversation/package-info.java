/**
 * Conversations and their items, a log file each; and the index of the response that each output item came from.
 *
 * <p>The stores are safe for concurrent use: turns that are appended at the same time follow one another. Every call
 * may block on the disk.
 *
 * <p>Read first: {@link dev.airelay.store.conversation.ConversationStore},
 * {@link dev.airelay.store.conversation.ConversationLog} and {@link dev.airelay.store.conversation.ItemIndex}.
 *
 * <p>A turn is one frame, so a conversation has all of it or nothing.
 */
package dev.airelay.store.conversation;
