/** Redacted JSONL traffic log. */
package dev.airelay.traffic;
