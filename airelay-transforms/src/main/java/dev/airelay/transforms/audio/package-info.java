/**
 * Audio: transcription, the only audio function of the upstream.
 *
 * <p>The translator is stateless and safe for concurrent use.
 *
 * <p>Read first: {@link dev.airelay.transforms.audio.Transcription} and {@link
 * dev.airelay.transforms.audio.TranscriptionParameters}.
 */
package dev.airelay.transforms.audio;
