import org.jspecify.annotations.NullMarked;

/**
 * Client dialects to and from upstream Responses: pure functions and pure state machines.
 *
 * <p>No I/O, no clock, no threads, no Netty: embeddable in any Java application.
 */
@NullMarked
@SuppressWarnings({"requires-automatic", "module"}) // chardet4j has no descriptor; the server is compiled later.
module dev.airelay.transforms {
    requires dev.airelay.base;
    requires chardet4j;
    requires transitive tools.jackson.databind;
    requires static transitive org.jspecify;

    exports dev.airelay.transforms.spi;
    exports dev.airelay.transforms.anthropic;
    exports dev.airelay.transforms.audio;
    exports dev.airelay.transforms.chat;
    exports dev.airelay.transforms.completions;
    exports dev.airelay.transforms.event;
    exports dev.airelay.transforms.failure;
    exports dev.airelay.transforms.images;
    exports dev.airelay.transforms.json to
            dev.airelay.server;
    exports dev.airelay.transforms.memory;
    exports dev.airelay.transforms.ollama;
    exports dev.airelay.transforms.parameter;
    exports dev.airelay.transforms.responses;
    exports dev.airelay.transforms.sse;
}
