package dev.airelay.transforms.request;

import dev.airelay.transforms.json.Json;
import dev.airelay.transforms.spi.CodexRequest;
import dev.airelay.transforms.spi.TranslationContext;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * Builds the upstream's request body. It accepts only {@link UpstreamMember}s; {@link #finish} adds the members that the
 * upstream always requires.
 */
public final class UpstreamBody {

    private static final String ENCRYPTED_REASONING = "reasoning.encrypted_content";

    private final Map<UpstreamMember, JsonNode> members = new EnumMap<>(UpstreamMember.class);
    private final Set<String> include = new LinkedHashSet<>(Set.of(ENCRYPTED_REASONING));
    private @Nullable String promptCacheKey;
    private @Nullable String session;
    private List<Integer> dispensable = List.of();

    /** Sets a member. */
    public void set(UpstreamMember member, JsonNode value) {
        members.put(member, value);
    }

    /** Sets a member to a text. */
    public void set(UpstreamMember member, String value) {
        set(member, StringNode.valueOf(value));
    }

    /** Sets a member to a boolean. */
    public void set(UpstreamMember member, boolean value) {
        set(member, BooleanNode.valueOf(value));
    }

    /** Returns the member's object, created empty on first use. */
    public ObjectNode object(UpstreamMember member) {
        return (ObjectNode) members.computeIfAbsent(member, absent -> Json.object());
    }

    /** Returns the member's value; empty while it has none. */
    public Optional<JsonNode> find(UpstreamMember member) {
        return Optional.ofNullable(members.get(member));
    }

    /** Requests more of the output; encrypted reasoning is always requested, because the upstream stores nothing. */
    public void include(String what) {
        include.add(what);
    }

    /** Sets the client's own key for prompt caching, from which the session id is derived. */
    public void promptCacheKey(Value key) {
        Checks.shortText(key);
        promptCacheKey = key.text();
    }

    /** Sets the conversation from which the session id is derived if the client names none itself. */
    public void session(String conversation) {
        session = conversation;
    }

    /** Sets the positions of stored input items that the upstream may refuse. */
    public void dispensable(List<Integer> places) {
        dispensable = places;
    }

    /** Returns the finished request; absent or blank instructions are replaced by the context's minimal ones. */
    public CodexRequest finish(TranslationContext context) {
        JsonNode instructions = members.get(UpstreamMember.INSTRUCTIONS);
        if (instructions == null || instructions.stringValue().isBlank()) {
            set(UpstreamMember.INSTRUCTIONS, context.settings().minimalInstructions());
        }
        members.replaceAll((member, value) -> WellFormedText.repaired(value));
        String derived = SessionId.derive(
                promptCacheKey, context.origin().clientSession().orElse(session), members);
        set(UpstreamMember.STORE, false);
        set(UpstreamMember.STREAM, true);
        set(UpstreamMember.PROMPT_CACHE_KEY, derived);
        ArrayNode included = Json.array();
        include.forEach(included::add);
        set(UpstreamMember.INCLUDE, included);
        // Of many members, so with a hash table from the beginning.
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        members.forEach((member, value) -> body.set(member.wireName(), value));
        return new CodexRequest(body, derived, dispensable, CodexRequest.Place.NONE);
    }
}
