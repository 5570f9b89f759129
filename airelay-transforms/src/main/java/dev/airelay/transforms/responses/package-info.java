/**
 * The Responses dialect, {@code POST /v1/responses}, and the routes that share its items: compaction, input tokens,
 * conversations, and the replay of stored responses.
 *
 * <p>The dialect is stateless and safe for concurrent use. Request builders and encoders serve one request each, on one
 * thread at a time.
 *
 * <p>Read first: {@link dev.airelay.transforms.responses.ResponsesDialect},
 * {@link dev.airelay.transforms.responses.Compaction} and {@link dev.airelay.transforms.responses.EventReplay}. Nothing
 * here reads or writes a store; the caller does, in these steps:
 *
 * <pre>
 *   dialect.references(body) → look up → context.withHistory(found) → dialect.translate(body, context)
 *   translation.turn()       → what to store of the request, and under which id
 *   encoder.turn()           → what to store of the reply, during a stream and after it
 * </pre>
 */
package dev.airelay.transforms.responses;
