package dev.airelay.server.http;

import io.netty.handler.codec.http.HttpMethod;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Known routes of OpenAI's API and of others that the relay does not provide: answered with 501 and a reason in the form of
 * their API, never faked.
 */
public final class UnsupportedRoutes {

    private static final String NO_CAPABILITY = "the ChatGPT backend has no such capability";

    private static final String NOT_KEPT = "the relay stores responses, but not chat completions";

    private static final List<Group> GROUPS = List.of(
            Group.whole("agents", NO_CAPABILITY),
            Group.whole("assistants", NO_CAPABILITY),
            Group.whole("audio/speech", NO_CAPABILITY),
            Group.whole("audio/translations", NO_CAPABILITY),
            Group.whole("audio/voice_consents", NO_CAPABILITY),
            Group.whole("audio/voices", NO_CAPABILITY),
            Group.whole("batches", NO_CAPABILITY),
            Group.behind("chat/completions", NOT_KEPT),
            Group.whole("chatkit", NO_CAPABILITY),
            Group.whole("containers", NO_CAPABILITY),
            Group.whole("content_provenance_checks", NO_CAPABILITY),
            Group.whole("decisions", NO_CAPABILITY),
            Group.whole("embeddings", NO_CAPABILITY),
            Group.whole("evals", NO_CAPABILITY),
            Group.whole("fine_tuning", NO_CAPABILITY),
            Group.whole("images/variations", NO_CAPABILITY),
            Group.whole("live", NO_CAPABILITY),
            Group.whole("messages/batches", NO_CAPABILITY),
            Group.whole("moderations", NO_CAPABILITY),
            Group.whole("organization", NO_CAPABILITY),
            Group.whole("projects", NO_CAPABILITY),
            Group.whole("realtime", NO_CAPABILITY),
            Group.whole("safety", NO_CAPABILITY),
            Group.whole("skills", NO_CAPABILITY),
            Group.whole("threads", NO_CAPABILITY),
            Group.whole("vaults", NO_CAPABILITY),
            Group.whole("vector_stores", NO_CAPABILITY),
            Group.whole("videos", NO_CAPABILITY),
            Group.whole("webhook_endpoints", NO_CAPABILITY),
            Group.whole("webhook_event_types", NO_CAPABILITY));

    /** OpenAI deletes fine-tuned models with it. */
    private static final Group MODELS = Group.behind("models", "the models are the upstream's and cannot be deleted");

    private static final String UPSTREAMS_MODELS = "the models are the upstream's and cannot be changed";

    /** Ollama's routes that the relay does not provide, by their path after {@code /api}. */
    private static final Map<String, String> OF_OLLAMA = Map.ofEntries(
            Map.entry("embed", NO_CAPABILITY),
            Map.entry("embeddings", NO_CAPABILITY),
            Map.entry("create", UPSTREAMS_MODELS),
            Map.entry("copy", UPSTREAMS_MODELS),
            Map.entry("delete", UPSTREAMS_MODELS),
            Map.entry("push", UPSTREAMS_MODELS),
            Map.entry("blobs", UPSTREAMS_MODELS),
            Map.entry("me", "the relay has no account at ollama.com"),
            Map.entry("signout", "the relay has no account at ollama.com"),
            Map.entry("user", "the relay has no account at ollama.com"),
            Map.entry("web_search", "the relay has no account at ollama.com"),
            Map.entry("web_fetch", "the relay has no account at ollama.com"),
            Map.entry("experimental", "the relay serves no experimental routes"));

    private UnsupportedRoutes() {}

    /** Returns for every group of OpenAI's routes, by its path after the version, why it is not provided. */
    public static Map<String, String> reasons() {
        return GROUPS.stream().collect(Collectors.toMap(Group::name, Group::reason));
    }

    /** Returns for every group of Ollama's routes, by its path after {@code /api}, why it is not provided. */
    public static Map<String, String> reasonsOfOllama() {
        return OF_OLLAMA;
    }

    private static Optional<String> reasonOfOllama(String path) {
        String[] segments = path.split("/", -1);
        int api = path.startsWith("/no-tools/") ? 2 : 1;
        return segments.length > api + 1 && segments[api].equals("api")
                ? Optional.ofNullable(OF_OLLAMA.get(segments[api + 1]))
                : Optional.empty();
    }

    /** Returns why this route of OpenAI's or Ollama's is not provided; empty for all others. */
    public static Optional<String> reason(HttpMethod method, String path) {
        Stream<Group> groups = method.equals(HttpMethod.DELETE) && MODELS.covers(method, path)
                ? Stream.of(MODELS)
                : GROUPS.stream().filter(group -> group.covers(method, path));
        return groups.map(Group::reason).findFirst().or(() -> reasonOfOllama(path));
    }

    /**
     * A group of routes.
     *
     * @param name their path after the version
     * @param servedItself whether the path itself is served, though not for reading; if not, the whole path is unsupported
     */
    private record Group(String name, String reason, boolean servedItself) {

        /** Returns a path and everything below it. */
        static Group whole(String name, String reason) {
            return new Group(name, reason, false);
        }

        /** Returns the list at a path that the relay serves only otherwise, and everything below it. */
        static Group behind(String name, String reason) {
            return new Group(name, reason, true);
        }

        boolean covers(HttpMethod method, String path) {
            return covers(method, path, "/v1/" + name) || covers(method, path, "/no-tools/v1/" + name);
        }

        private boolean covers(HttpMethod method, String path, String prefix) {
            boolean reads = method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD);
            return (path.equals(prefix) && (reads || !servedItself)) || path.startsWith(prefix + "/");
        }
    }
}
