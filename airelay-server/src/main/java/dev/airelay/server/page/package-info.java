/**
 * The page at {@code /}: its files, the sign-in of a tab, and the event stream that keeps it current.
 *
 * <p>The files are public and hold no data. A tab signs in with the relay token, or on the relay's own machine with a one-time
 * code, which it exchanges for a {@link dev.airelay.server.guard.PageSession}. Everything else needs one of the two. Endpoints run
 * on the connection's event loop; nothing here is loaded before the page is asked for, and nothing runs while no page is open.
 *
 * <p>Read first: {@link dev.airelay.server.page.PageSignIn}, {@link dev.airelay.server.page.PageEvents} and
 * {@link dev.airelay.server.page.PageState}.
 */
package dev.airelay.server.page;
