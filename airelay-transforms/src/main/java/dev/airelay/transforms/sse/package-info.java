/** Server-sent events: an incremental parser after the HTML standard's event stream rules. */
package dev.airelay.transforms.sse;
