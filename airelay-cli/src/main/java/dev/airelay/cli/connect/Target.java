package dev.airelay.cli.connect;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The relay that a client is pointed at, and the machine that the client runs on.
 *
 * @param baseUrl including {@code /v1}
 * @param ollamaUrl address of the listener for Ollama's clients, if it is on
 * @param key where the relay token is
 * @param models ids for clients that keep a list of their own, the preferred one first; may be empty
 * @param chosenModel the model that the user asked for
 * @param machine the user's files and environment
 */
public record Target(
        URI baseUrl,
        Optional<URI> ollamaUrl,
        KeySource key,
        List<String> models,
        Optional<String> chosenModel,
        Machine machine) {
    public Target {
        models = List.copyOf(models);
    }

    /**
     * The user's files and environment.
     *
     * @param home the user's home directory
     * @param environment of this process
     * @param operatingSystem as the property {@code os.name} has it
     */
    public record Machine(Path home, Map<String, String> environment, String operatingSystem) {
        public Machine {
            environment = Map.copyOf(environment);
        }

        boolean windows() {
            return operatingSystem.startsWith("Windows");
        }

        boolean mac() {
            return operatingSystem.startsWith("Mac");
        }

        /** Returns the directory that a variable names, or one in the home directory. */
        Path directory(String variable, String fallback) {
            String set = environment.getOrDefault(variable, "");
            return set.isEmpty() ? home.resolve(fallback) : home.resolve(set);
        }
    }

    /** Returns the address without {@code /v1}. */
    String origin() {
        String text = baseUrl.toString();
        return text.endsWith("/v1") ? text.substring(0, text.length() - "/v1".length()) : text;
    }

    /** Returns the model to use: the one that the user asked for, else the first of the list. */
    public Optional<String> model() {
        return chosenModel.or(() -> models.stream().findFirst());
    }
}
