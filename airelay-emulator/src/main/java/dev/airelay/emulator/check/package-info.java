/**
 * The rules that the backend applies before it answers: credentials, model, parameters, tools, input items and their
 * pairing.
 *
 * <p>Checks are stateless and run on the event loop of the request.
 *
 * <p>Read first: {@link dev.airelay.emulator.check.RequestChecks}, {@link dev.airelay.emulator.check.Credentials},
 * {@link dev.airelay.emulator.check.ModelCatalog}.
 */
package dev.airelay.emulator.check;
