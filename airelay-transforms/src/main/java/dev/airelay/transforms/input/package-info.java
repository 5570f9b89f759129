/**
 * The parts of a message: texts, images and files, by data URL, address or id.
 *
 * <p>Read first: {@link dev.airelay.transforms.input.InputParts}, {@link dev.airelay.transforms.input.FilePart} and {@link
 * dev.airelay.transforms.input.DecodedText}.
 *
 * <p>Everything runs on the caller's thread. The request is not modified.
 */
package dev.airelay.transforms.input;
