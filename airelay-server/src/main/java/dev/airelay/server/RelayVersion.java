package dev.airelay.server;

import io.netty.util.Version;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The version of this AIRelay, written by the build. */
public final class RelayVersion {

    private static final String CURRENT = read();

    private RelayVersion() {}

    /** Returns the version, for example {@code 0.1.0}. */
    public static String current() {
        return CURRENT;
    }

    /** Returns the transport of all connections and Netty's version, for example {@code NIO, Netty 4.2.20.Final}. */
    public static String transport() {
        Version netty = Version.identify(RelayVersion.class.getClassLoader()).get("netty-transport");
        return RelayLoops.TRANSPORT + ", Netty " + (netty == null ? "of an unknown version" : netty.artifactVersion());
    }

    private static String read() {
        try (InputStream resource = RelayVersion.class.getResourceAsStream("version.txt")) {
            if (resource == null) {
                throw new IllegalStateException("version.txt is missing from the build");
            }
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
