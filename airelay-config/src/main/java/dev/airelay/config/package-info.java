/**
 * Loads file, environment and flags into one immutable {@link dev.airelay.config.RelayConfig}.
 *
 * <p>Read first: {@link dev.airelay.config.ConfigKeys} (every setting, once), {@link dev.airelay.config.ConfigLoader} (which
 * source wins) and {@link dev.airelay.config.ValueKind} (the allowed values).
 *
 * <pre>{@code
 * ConfigSources sources = ConfigSources.of(environment, Map.of("server.port", "0"), home);
 * LoadedConfig loaded = ConfigLoader.load(sources);
 * RelayConfig config = loaded.config();
 * }</pre>
 *
 * <p>Nothing here reads the process environment, system properties or a clock by itself; the launcher passes them in.
 */
package dev.airelay.config;
