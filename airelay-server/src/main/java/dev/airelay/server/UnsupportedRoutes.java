package dev.airelay.server;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** OpenAI's routes that the relay knows of and does not provide: answered with 501 and a reason, never faked. */
final class UnsupportedRoutes {

    private static final String NO_CAPABILITY = "the ChatGPT backend has no such capability";

    private static final List<Group> GROUPS = List.of(
            new Group("assistants", NO_CAPABILITY),
            new Group("audio", NO_CAPABILITY),
            new Group("batches", NO_CAPABILITY),
            new Group("chatkit", NO_CAPABILITY),
            new Group("containers", NO_CAPABILITY),
            new Group("content_provenance_checks", NO_CAPABILITY),
            new Group("embeddings", NO_CAPABILITY),
            new Group("evals", NO_CAPABILITY),
            new Group("fine_tuning", NO_CAPABILITY),
            new Group("images", NO_CAPABILITY),
            new Group("moderations", NO_CAPABILITY),
            new Group("organization", NO_CAPABILITY),
            new Group("realtime", NO_CAPABILITY),
            new Group("skills", NO_CAPABILITY),
            new Group("threads", NO_CAPABILITY),
            new Group("vector_stores", NO_CAPABILITY),
            new Group("videos", NO_CAPABILITY));

    private UnsupportedRoutes() {}

    /** Returns for every group, by its path behind the version, why it is not provided. */
    static Map<String, String> reasons() {
        return GROUPS.stream().collect(Collectors.toMap(Group::name, Group::reason));
    }

    /** Returns why this path is not provided; empty for a path that OpenAI does not have either. */
    static Optional<String> reason(String path) {
        return GROUPS.stream()
                .filter(group -> group.covers(path))
                .map(Group::reason)
                .findFirst();
    }

    private record Group(String name, String reason) {

        boolean covers(String path) {
            return covers(path, "/v1/" + name) || covers(path, "/no-tools/v1/" + name);
        }

        private static boolean covers(String path, String prefix) {
            return path.equals(prefix) || path.startsWith(prefix + "/");
        }
    }
}
