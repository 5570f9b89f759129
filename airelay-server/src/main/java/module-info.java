import org.jspecify.annotations.NullMarked;

/** The Netty pipeline, the routes and the composition root. */
@NullMarked
@SuppressWarnings("requires-automatic") // ADR 0010: jtokkit and Prometheus' client have no descriptors.
module dev.airelay.server {
    requires dev.airelay.base;
    requires transitive dev.airelay.auth;
    requires com.github.luben.zstd_jni;
    requires dev.airelay.backend;
    requires transitive dev.airelay.config;
    requires transitive dev.airelay.security;
    requires dev.airelay.store;
    requires transitive dev.airelay.traffic;
    requires transitive dev.airelay.transforms;
    requires io.netty.buffer;
    requires io.netty.codec;
    requires io.netty.codec.compression;
    requires io.netty.codec.http;
    requires io.netty.common;
    requires io.netty.handler;
    requires io.netty.transport;
    requires io.prometheus.metrics.config;
    requires io.prometheus.metrics.core;
    requires io.prometheus.metrics.model;
    requires io.prometheus.writer.text;
    requires jtokkit;
    requires tools.jackson.databind;
    requires static transitive org.jspecify;

    exports dev.airelay.server;

    uses dev.airelay.traffic.record.RecordObserver.Provider;
}
