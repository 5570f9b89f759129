/**
 * Images: translates OpenAI's image routes to the upstream's own, or to a model that calls the image tool, and the
 * upstream's events to images. An image's properties are read from its own bytes.
 *
 * <p>Translators are stateless and safe for concurrent use; a reply and its encoders belong to one request and one thread.
 *
 * <p>Read first: {@link dev.airelay.transforms.images.Images}, {@link dev.airelay.transforms.images.ImageRequestBuilder} and
 * {@link dev.airelay.transforms.images.ImageReply}.
 */
package dev.airelay.transforms.images;
