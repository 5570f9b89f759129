/**
 * Parsers of {@code multipart/form-data} bodies: one for bodies that arrive in pieces, one for whole ones.
 *
 * <p>Each parser and each form belongs to one request and one thread.
 *
 * <p>Read first: {@link dev.airelay.server.form.MultipartParser} and {@link dev.airelay.server.form.WholeForm}.
 */
package dev.airelay.server.form;
