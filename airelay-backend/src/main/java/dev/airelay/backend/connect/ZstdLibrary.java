package dev.airelay.backend.connect;

import com.github.luben.zstd.util.Native;

/** The native part of the zstd library, which not every machine can load. */
public final class ZstdLibrary {

    private static final System.Logger LOG = System.getLogger(ZstdLibrary.class.getName());
    private static final boolean AVAILABLE = load();

    private ZstdLibrary() {}

    /** Returns whether it is loaded; the first call loads it, which accesses files. */
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
                    "event=zstd_unavailable: the zstd library cannot be loaded on this system, so bodies in zstd"
                            + " are rejected");
            return false;
        }
    }
}
