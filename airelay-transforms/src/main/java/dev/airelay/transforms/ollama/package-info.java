/**
 * The Ollama dialects, {@code POST /api/chat} and {@code POST /api/generate}: one JSON object in each line of a stream, tool
 * calls whole, durations in nanoseconds.
 *
 * <p>The dialects are stateless and safe for concurrent use. Request builders and encoders serve one request each, on one
 * thread at a time.
 *
 * <p>Read first: {@link dev.airelay.transforms.ollama.OllamaChatDialect},
 * {@link dev.airelay.transforms.ollama.OllamaParameters} (every parameter and its handling) and
 * {@link dev.airelay.transforms.ollama.OllamaTurn} (the order of a reply).
 *
 * @see <a href="https://github.com/ollama/ollama/blob/main/docs/openapi.yaml">Ollama's API</a>
 */
package dev.airelay.transforms.ollama;
