/**
 * Forms: {@code multipart/form-data} bodies taken apart, as they come or at once.
 *
 * <p>Each parser and each form belongs to one request and one thread.
 *
 * <p>Read first: {@link dev.airelay.server.form.MultipartParser} and {@link dev.airelay.server.form.WholeForm}.
 */
package dev.airelay.server.form;
