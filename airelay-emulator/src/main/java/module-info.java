import org.jspecify.annotations.NullMarked;

/** A faithful emulation of the upstream, with scripted faults. */
@NullMarked
module dev.airelay.emulator {
    exports dev.airelay.emulator;
    exports dev.airelay.emulator.api;

    requires com.github.luben.zstd_jni;
    requires io.netty.buffer;
    requires io.netty.codec;
    requires io.netty.codec.compression;
    requires io.netty.codec.http;
    requires io.netty.common;
    requires io.netty.handler;
    requires io.netty.transport;
    requires transitive tools.jackson.databind;
    requires static transitive org.jspecify;
}
