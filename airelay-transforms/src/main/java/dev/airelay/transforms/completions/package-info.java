/** The legacy Completions dialect: a text that the model continues. */
package dev.airelay.transforms.completions;
