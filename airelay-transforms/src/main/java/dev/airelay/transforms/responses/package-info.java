/** The Responses dialect. */
package dev.airelay.transforms.responses;
