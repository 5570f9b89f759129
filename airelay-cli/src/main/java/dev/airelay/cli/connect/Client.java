package dev.airelay.cli.connect;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/**
 * A program that can use the relay. Whether it is set up by a file or by hand, its page in {@code docs/clients} says more.
 *
 * @param id the name on the command line
 * @param name as its makers write it
 * @param programs names of its executable, the usual one first; empty for libraries and for programs of other machines
 * @param dialect the API that it uses
 * @param needsModels whether it has to be given the ids of models
 */
public record Client(String id, String name, List<String> programs, Dialect dialect, boolean needsModels, Steps steps) {

    /** The APIs of the relay that clients use. */
    public enum Dialect {
        /** OpenAI's Responses. */
        RESPONSES,
        /** OpenAI's Chat Completions. */
        CHAT,
        /** Anthropic's Messages. */
        MESSAGES,
        /** Ollama's chat. */
        OLLAMA
    }

    /**
     * How a client is set up.
     *
     * @param files required contents of its files, given the relay token; empty when it has none that may be written
     * @param manual values that a person enters, one line each, for a client without files
     * @param environment variables that it needs besides its files, by name; values may name the relay token
     * @param traces files and directories that show that it is installed
     * @param obstacles reasons why it would not use its settings, found in its first file
     */
    record Steps(
            BiFunction<Target, String, List<FileSettings>> files,
            Function<Target, List<String>> manual,
            BiFunction<Target, String, Map<String, String>> environment,
            Function<Target.Machine, List<Path>> traces,
            BiFunction<Target, JsonNode, List<String>> obstacles) {}

    /**
     * Returns what its files must contain; empty when it has none that may be written. May look which files exist.
     *
     * @param token the relay token, or the text that stands for it
     */
    public List<FileSettings> files(Target target, String token) {
        return steps.files().apply(target, token);
    }

    /** Returns what a person enters, one line each. */
    public List<String> manual(Target target) {
        return steps.manual().apply(target);
    }

    /**
     * Returns the variables that it needs besides its files.
     *
     * @param token the relay token, or the text that stands for it
     */
    public Map<String, String> environment(Target target, String token) {
        return steps.environment().apply(target, token);
    }

    /** Returns files and directories that exist where it is installed. */
    public List<Path> traces(Target.Machine machine) {
        return steps.traces().apply(machine);
    }

    /** Returns reasons why it would not use its settings. */
    public List<String> obstacles(Target target, JsonNode mainFile) {
        return steps.obstacles().apply(target, mainFile);
    }
}
