/**
 * Server-sent events: an incremental parser for the event stream format of the <a
 * href="https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream">HTML standard</a>.
 *
 * <p>A parser serves one stream, on one thread at a time. Its listener is called on the thread that feeds it.
 *
 * <p>Read first: {@link dev.airelay.transforms.sse.SseParser} and {@link dev.airelay.transforms.sse.SseListener}.
 */
package dev.airelay.transforms.sse;
