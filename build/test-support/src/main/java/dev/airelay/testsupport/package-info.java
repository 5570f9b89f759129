/**
 * Helpers for the tests of several modules. Everything runs on the thread of a test.
 *
 * <p>Read first: {@link dev.airelay.testsupport.Eventually} and
 * {@link dev.airelay.testsupport.GeneratedDocs}.
 */
package dev.airelay.testsupport;
