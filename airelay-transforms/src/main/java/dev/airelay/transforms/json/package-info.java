/** JSON text written and read without a tree, for the hot path. */
package dev.airelay.transforms.json;
