/**
 * The routes of Ollama's API that generate nothing: version, models, and what becomes of a wish for one.
 *
 * <p>Endpoints run on the connection's event loop. The list of models is asked for where it is not known.
 *
 * <p>Read first: {@link dev.airelay.server.ollama.OllamaModels} and {@link dev.airelay.server.ollama.OllamaModelView}.
 */
package dev.airelay.server.ollama;
