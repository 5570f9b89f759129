/**
 * Audio: transcription, the one thing that the upstream does with it.
 *
 * <p>The translator is stateless and safe for concurrent use.
 *
 * <p>Read first: {@link dev.airelay.transforms.audio.Transcription} and {@link
 * dev.airelay.transforms.audio.TranscriptionParameters}.
 */
package dev.airelay.transforms.audio;
