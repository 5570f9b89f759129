/**
 * The parts of a reply that all dialects encode from: the upstream's events as small values, and the output items that they
 * result in. Not exported.
 *
 * <p>Everything here belongs to one reply and is used by one thread at a time.
 *
 * <p>Read first: {@link dev.airelay.transforms.reply.CodexEvent}, {@link dev.airelay.transforms.reply.OutputState} and
 * {@link dev.airelay.transforms.reply.ReplyCollector}.
 *
 * <p>Stop sequences: {@link dev.airelay.transforms.reply.StopScanner}. A stream is truncated in its {@link
 * dev.airelay.transforms.reply.Choice}, an object in the encoder of its dialect, a stored turn in {@link
 * dev.airelay.transforms.reply.StoppedText}.
 *
 * <p>An event whose JSON is malformed is ignored. Its content is repeated in a later event, or the reply ends as
 * interrupted.
 */
package dev.airelay.transforms.reply;
