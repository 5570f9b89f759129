/**
 * The interfaces of every dialect: translation of requests, encoding of replies, wording of failures. Each dialect is a
 * separate package.
 *
 * <p>No I/O, no own clock, no threads. Dialects are stateless and safe for concurrent use; an encoder is a state machine for
 * one reply, used by one thread at a time.
 *
 * <p>Read first: {@link dev.airelay.transforms.spi.Dialect}, {@link dev.airelay.transforms.spi.Translation} and {@link
 * dev.airelay.transforms.spi.StreamEncoder}.
 */
package dev.airelay.transforms.spi;
