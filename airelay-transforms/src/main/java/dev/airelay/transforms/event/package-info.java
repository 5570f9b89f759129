/** The upstream's stream events: their kinds, and one event as it came. */
package dev.airelay.transforms.event;
