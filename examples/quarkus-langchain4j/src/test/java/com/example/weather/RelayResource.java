package com.example.weather;

import dev.airelay.junit.TestRelay;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

// docs: resource
/** Starts the server before the application, which reads its address from the settings. */
public final class RelayResource implements QuarkusTestResourceLifecycleManager {
    private TestRelay relay;

    @Override
    public Map<String, String> start() {
        relay = TestRelay.start();
        return Map.of(
                "quarkus.langchain4j.openai.base-url", relay.openAiUrl().toString(),
                "quarkus.langchain4j.openai.api-key", relay.token());
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(relay, new TestInjector.MatchesType(TestRelay.class));
    }

    @Override
    public void stop() {
        // Quarkus has closed the class loader of Netty by now. The server ends with the process.
    }
}
// docs: end
