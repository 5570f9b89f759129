/**
 * Requests, responses and routes, in the form that all other packages of the server use. Also the mapping of failures to
 * HTTP errors, the parsing of JSON bodies and the memory budget.
 *
 * <p>Everything that belongs to one request is used on its connection's event loop, and an endpoint never blocks it. Values
 * and tables are immutable; {@link dev.airelay.server.http.MemoryBudget} and its shares are safe for concurrent use.
 *
 * <p>Read first: {@link dev.airelay.server.http.Endpoint}, {@link dev.airelay.server.http.RequestContext} and {@link
 * dev.airelay.server.http.ErrorResponses}.
 *
 * <p>In a request's JSON, null counts as absent. Headers follow <a href="https://www.rfc-editor.org/rfc/rfc9110">RFC
 * 9110</a>.
 */
package dev.airelay.server.http;
