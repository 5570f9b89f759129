// docs: module
/** Programs that embed AIRelay, without a framework. */
module dev.airelay.examples.plain {
    requires dev.airelay.server;
    requires dev.airelay.transforms;
    requires java.net.http;
    requires jdk.httpserver;

    exports dev.airelay.examples.plain;
}
// docs: end
