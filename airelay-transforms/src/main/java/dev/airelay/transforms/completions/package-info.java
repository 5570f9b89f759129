/**
 * The legacy Completions dialect, {@code POST /v1/completions}: the model continues a text.
 *
 * <p>The dialect is stateless and safe for concurrent use. Request builders and encoders serve one request each, on one
 * thread at a time.
 *
 * <p>Read first: {@link dev.airelay.transforms.completions.CompletionsDialect},
 * {@link dev.airelay.transforms.completions.CompletionsParameters} and
 * {@link dev.airelay.transforms.completions.CompletionChoice}.
 */
package dev.airelay.transforms.completions;
