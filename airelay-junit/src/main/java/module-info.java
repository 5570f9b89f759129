import org.jspecify.annotations.NullMarked;

/** A server for tests that speaks the APIs of OpenAI, Anthropic and Ollama, with scripted answers and failures. */
@NullMarked
module dev.airelay.junit {
    requires dev.airelay.server;
    requires transitive dev.airelay.emulator;
    requires transitive org.junit.jupiter.api;
    requires static transitive org.jspecify;

    exports dev.airelay.junit;
}
