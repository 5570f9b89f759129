/** File, environment and flags to one immutable RelayConfig; the relay token. */
package dev.airelay.config;
