import org.jspecify.annotations.NullMarked;

/** The upstream over Netty: connections, streams, failures. */
@NullMarked
module dev.airelay.backend {
    requires dev.airelay.base;
    requires transitive dev.airelay.auth;
    requires transitive dev.airelay.transforms;
    requires com.github.luben.zstd_jni;
    requires transitive io.netty.buffer;
    requires io.netty.codec;
    requires io.netty.codec.compression;
    requires transitive io.netty.codec.http;
    requires io.netty.codec.socks;
    requires transitive io.netty.common;
    requires io.netty.handler;
    requires io.netty.handler.proxy;
    requires transitive io.netty.transport;
    requires tools.jackson.databind;
    requires static transitive org.jspecify;

    exports dev.airelay.backend.account;
    exports dev.airelay.backend.call;
    exports dev.airelay.backend.connect;
}
