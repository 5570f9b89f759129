/**
 * JSON trees and fresh ids, for all packages. Depends on no other package.
 *
 * <p>Safe for use from any thread.
 *
 * <p>Read first: {@link dev.airelay.emulator.common.Json}, {@link dev.airelay.emulator.common.Ids}.
 */
package dev.airelay.emulator.common;
