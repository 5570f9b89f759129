/**
 * Conversations and their items, each in a log file of its own; and the index from output items to their responses.
 *
 * <p>The stores are safe for concurrent use: turns that are appended at the same time are stored one after the other. Every
 * call may block on the disk.
 *
 * <p>Read first: {@link dev.airelay.store.conversation.ConversationStore}, {@link
 * dev.airelay.store.conversation.ConversationLog} and {@link dev.airelay.store.conversation.ItemIndex}.
 *
 * <p>A turn is one frame, so it is stored completely or not at all.
 */
package dev.airelay.store.conversation;
