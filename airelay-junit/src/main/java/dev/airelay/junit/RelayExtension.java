package dev.airelay.junit;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * The extension behind {@link WithRelay}. To use the server before JUnit has created a test, as for the properties of a Spring
 * context, register it as a static field:
 *
 * <pre>{@code
 * @RegisterExtension
 * static final RelayExtension RELAY = new RelayExtension("gpt-4o");
 *
 * @DynamicPropertySource
 * static void useRelay(DynamicPropertyRegistry properties) {
 *     properties.add("spring.ai.openai.base-url", () -> RELAY.relay().openAiUrl());
 * }
 * }</pre>
 *
 * <p>The server starts before the first test of the class, or when {@link #relay} is first called, and closes after the last one.
 */
public final class RelayExtension implements BeforeAllCallback, AfterEachCallback, AfterAllCallback, ParameterResolver {

    private final String[] models;
    /** The class for which the server runs; nested classes share it. Guarded by this. */
    private @Nullable ExtensionContext owner;

    private @Nullable TestRelay relay;

    /**
     * Creates an extension for one class.
     *
     * @param models further names of models, such as {@code gpt-4o} or {@code llama3.2}
     */
    public RelayExtension(String... models) {
        this.models = models.clone();
    }

    /** Creates an extension for one class whose {@link WithRelay} names the models. */
    public RelayExtension() {
        this(new String[0]);
    }

    /** Returns the server of the class, and starts it if it does not run. */
    public synchronized TestRelay relay() {
        TestRelay running = relay;
        if (running == null) {
            running = TestRelay.start(models);
            relay = running;
        }
        return running;
    }

    @Override
    public synchronized void beforeAll(ExtensionContext context) {
        if (owner != null) {
            return;
        }
        owner = context;
        if (relay == null) {
            relay = AnnotationSupport.findAnnotation(context.getElement(), WithRelay.class)
                    .filter(annotated -> models.length == 0)
                    .map(annotated -> TestRelay.start(annotated.models()))
                    .orElseGet(() -> TestRelay.start(models));
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        relay().reset();
    }

    @Override
    public synchronized void afterAll(ExtensionContext context) {
        TestRelay running = relay;
        if (running != null && context.equals(owner)) {
            running.close();
            relay = null;
            owner = null;
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == TestRelay.class;
    }

    @Override
    public TestRelay resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return relay();
    }
}
