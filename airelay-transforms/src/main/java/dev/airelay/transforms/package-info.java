/**
 * The exchange that every dialect shares: a request translated, a reply encoded, an error shaped.
 *
 * <p>Read first: {@link dev.airelay.transforms.Dialect}, {@link dev.airelay.transforms.Translation},
 * {@link dev.airelay.transforms.StreamEncoder}.
 */
package dev.airelay.transforms;
