/**
 * The declared handling of each request parameter: one table per dialect. The table drives the translator and the
 * compatibility route.
 *
 * <p>Immutable values for any thread.
 *
 * <p>Read first: {@link dev.airelay.transforms.parameter.ParameterTable},
 * {@link dev.airelay.transforms.parameter.ParameterRule} and {@link dev.airelay.transforms.parameter.ParameterClass}.
 */
package dev.airelay.transforms.parameter;
