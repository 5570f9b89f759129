/**
 * The routes of Ollama's API that generate nothing: the version, the models, and the answer to a pull.
 *
 * <p>Endpoints run on the connection's event loop. The list of models is fetched when it is not known.
 *
 * <p>Read first: {@link dev.airelay.server.ollama.OllamaModels} and {@link dev.airelay.server.ollama.OllamaModelView}.
 */
package dev.airelay.server.ollama;
