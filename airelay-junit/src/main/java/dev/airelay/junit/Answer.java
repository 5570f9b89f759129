package dev.airelay.junit;

import java.time.Duration;

/**
 * The model's answer to one request, or its failure. Immutable.
 *
 * <p>Each is a script of the emulator: {@link #script} takes any of them, and {@link #and} joins several.
 *
 * @param script in the grammar of {@link dev.airelay.emulator.Emulator#script}
 */
public record Answer(String script) {

    /** Checks that there is a script. */
    public Answer {
        if (script.isBlank()) {
            throw new IllegalArgumentException("an answer must name at least one script, was blank");
        }
    }

    /** Returns a text, also where the request asks for JSON that fits a schema. */
    public static Answer text(String text) {
        return new Answer("exact value=" + quoted(text));
    }

    /**
     * Returns a call of a tool. The answer to the request with its output is another one.
     *
     * @param tool the name of a tool that the request offers; the request fails when it does not
     * @param arguments a JSON object, or the input of a custom tool
     */
    public static Answer toolCall(String tool, String arguments) {
        return new Answer("call name=" + quoted(tool) + " args=" + quoted(arguments));
    }

    /** Returns a refusal of the model. */
    public static Answer refusal(String text) {
        return new Answer("exact refusal=" + quoted(text));
    }

    /** Returns a failure for a rate limit: 429, to be retried after a moment. */
    public static Answer rateLimited() {
        return new Answer("rate_limit_exceeded at=http status=429");
    }

    /** Returns a failure for a plan that is used up: 429, which a retry does not help. */
    public static Answer planUsedUp() {
        return new Answer("usage_limit_reached at=http status=429");
    }

    /** Returns a failure for a prompt that is too long for the model: 400. */
    public static Answer contextTooLong() {
        return new Answer("context_length_exceeded at=http status=400");
    }

    /** Returns a failure for a model without capacity: 503, or 529 in Anthropic's API. */
    public static Answer overloaded() {
        return new Answer("server_is_overloaded at=http status=503");
    }

    /**
     * Returns a response with an HTTP status, in place of an answer.
     *
     * @throws IllegalArgumentException when the status is not from 400 to 599
     */
    public static Answer status(int status) {
        if (status < 400 || status > 599) {
            throw new IllegalArgumentException("the status of a failure must be 400..599, was " + status);
        }
        return new Answer("status code=" + status);
    }

    /** Returns an answer that fails after its first words: an error inside a stream, a status for a request without one. */
    public static Answer failsMidway() {
        return new Answer("server_error at=middle after=1");
    }

    /** Returns an answer whose connection to the model breaks after its first words. */
    public static Answer connectionLost() {
        return new Answer("cut after=1");
    }

    /** Returns an answer that stops after its first words and leaves the connection open, for the client's time-out. */
    public static Answer silence() {
        return new Answer("silence after=1");
    }

    /** Returns any script, such as {@code reasoning parts=2, exact value="Done"}. */
    public static Answer of(String script) {
        return new Answer(script);
    }

    /** Returns this answer, begun only after a delay. */
    public Answer after(Duration delay) {
        return and(new Answer("slow-start millis=" + delay.toMillis()));
    }

    /** Returns this answer, with a pause after each event of the stream. */
    public Answer paced(Duration pause) {
        return and(new Answer("pace millis=" + pause.toMillis()));
    }

    /** Returns both in one answer, such as a text and a call. */
    public Answer and(Answer other) {
        return new Answer(script + ", " + other.script);
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
