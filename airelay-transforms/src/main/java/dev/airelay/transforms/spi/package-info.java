/**
 * The exchange that every dialect shares: a request is translated, a reply encoded, a failure worded. A dialect is a
 * package of its own beside this one.
 *
 * <p>No I/O, no clock of its own, no threads. Dialects are stateless and safe for concurrent use; an encoder is a state
 * machine for one reply, used by one thread at a time.
 *
 * <p>Read first: {@link dev.airelay.transforms.spi.Dialect}, {@link dev.airelay.transforms.spi.Translation} and
 * {@link dev.airelay.transforms.spi.StreamEncoder}.
 */
package dev.airelay.transforms.spi;
