package dev.airelay.cli.command;

import dev.airelay.server.RelayVersion;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints. */
final class VersionLine implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {"airelay " + RelayVersion.current()};
    }
}
