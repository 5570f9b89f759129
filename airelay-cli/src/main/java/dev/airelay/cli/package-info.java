/** The airelay command. */
package dev.airelay.cli;
