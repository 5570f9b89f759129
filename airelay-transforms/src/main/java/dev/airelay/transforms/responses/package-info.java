/**
 * The Responses dialect, and the relay's memory as far as it is a matter of translation.
 *
 * <p>Read first: {@link dev.airelay.transforms.responses.ResponsesDialect},
 * {@link dev.airelay.transforms.responses.Compaction}, {@link dev.airelay.transforms.responses.EventReplay}. Nothing here
 * reads or writes a store; its caller does, in these steps:
 *
 * <pre>
 *   dialect.references(body) → look up → context.withHistory(found) → dialect.translate(body, context)
 *   translation.turn()       → what to keep of the request, and under which id
 *   encoder.turn()           → what to keep of the reply, at any time in a stream and at its end
 * </pre>
 */
package dev.airelay.transforms.responses;
