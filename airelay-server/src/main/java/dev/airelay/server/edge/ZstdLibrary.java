package dev.airelay.server.edge;

import com.github.luben.zstd.util.Native;

/** Tells whether the native part of the zstd library can be loaded on this machine. */
public final class ZstdLibrary {

    private static final System.Logger LOG = System.getLogger(ZstdLibrary.class.getName());
    private static final boolean AVAILABLE = load();

    private ZstdLibrary() {}

    public static boolean available() {
        return AVAILABLE;
    }

    private static boolean load() {
        try {
            Native.load();
            return Native.isLoaded();
        } catch (LinkageError missing) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "event=zstd_unavailable: the zstd library cannot be loaded on this system, so zstd-encoded"
                            + " bodies are rejected");
            return false;
        }
    }
}
