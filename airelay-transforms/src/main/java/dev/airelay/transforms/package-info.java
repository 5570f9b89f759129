/** Client dialects to and from upstream Responses: pure functions and state machines. */
package dev.airelay.transforms;
