/**
 * Failures: invalid requests, and upstream failures classified as limit, client or server and worded for the client.
 *
 * <p>Pure functions and immutable values, safe for concurrent use; they run on the thread of the translation or the encoder.
 *
 * <p>Read first: {@link dev.airelay.transforms.failure.FailureClassifier}, {@link
 * dev.airelay.transforms.failure.UpstreamFailure} and {@link dev.airelay.transforms.failure.RequestRejected}.
 *
 * <p>In an {@link dev.airelay.transforms.failure.ApiError}, {@code param} and {@code code} are null where OpenAI's error
 * object has null. Markup and credentials in upstream texts never reach a client.
 */
package dev.airelay.transforms.failure;
