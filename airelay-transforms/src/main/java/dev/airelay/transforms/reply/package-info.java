/**
 * What all dialects need to encode a reply, and what no embedder sees: the upstream's events as small values, and the
 * output items that they add up to.
 *
 * <p>Read first: {@link dev.airelay.transforms.reply.EventReader}, {@link dev.airelay.transforms.reply.OutputTracks},
 * {@link dev.airelay.transforms.reply.ReplyCollector}.
 */
package dev.airelay.transforms.reply;
