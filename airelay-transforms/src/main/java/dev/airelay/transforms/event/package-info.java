/** The upstream's stream events: their kinds, and a reader that turns the JSON of one event into a small value. */
package dev.airelay.transforms.event;
