package dev.airelay.emulator;

import java.util.Map;
import java.util.function.BiConsumer;

/** A row of the script table: how a script is described and what it does. */
record Script(ScriptDescription description, Effect effect) {
    /** What a script changes. */
    sealed interface Effect {}

    /** Changes what the turn answers, before it is planned. */
    @FunctionalInterface
    non-sealed interface Shape extends Effect {
        void apply(TurnWishes wishes, ScriptCall call);
    }

    /** Changes the planned answer, before it is played. */
    @FunctionalInterface
    non-sealed interface Fault extends Effect {
        Performance apply(Performance performance, ScriptCall call, Stage stage);
    }

    /**
     * Changes what the login issuer does.
     *
     * @param target what it is meant for when {@code on} does not say
     */
    record LoginShape(String target, BiConsumer<LoginWishes, ScriptCall> change) implements Effect {}

    /**
     * What a fault may need to know of the answer it changes.
     *
     * @param response the response object; that of an empty request where the path has none
     */
    record Stage(ResponseObject response, RateLimits limits) {}

    static Script shape(String name, String summary, Map<String, String> keys, Shape shape) {
        return new Script(new ScriptDescription(name, ScriptDescription.Kind.ANSWER, summary, keys), shape);
    }

    static Script fault(String name, String summary, Map<String, String> keys, Fault fault) {
        return new Script(new ScriptDescription(name, ScriptDescription.Kind.FAULT, summary, keys), fault);
    }

    static Script login(
            String name,
            String summary,
            String target,
            Map<String, String> keys,
            BiConsumer<LoginWishes, ScriptCall> change) {
        return new Script(
                new ScriptDescription(name, ScriptDescription.Kind.LOGIN, summary, keys),
                new LoginShape(target, change));
    }

    /** The path it is meant for when {@code on} does not say. */
    String target() {
        return effect instanceof LoginShape login ? login.target() : ResponsesEndpoint.TARGET;
    }
}
