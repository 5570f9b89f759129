/** A faithful stand-in for the upstream, with scripted faults. */
package dev.airelay.emulator;
