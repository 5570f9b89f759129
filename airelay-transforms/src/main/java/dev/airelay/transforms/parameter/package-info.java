/** What happens to each request parameter: one declarative table per dialect. */
package dev.airelay.transforms.parameter;
