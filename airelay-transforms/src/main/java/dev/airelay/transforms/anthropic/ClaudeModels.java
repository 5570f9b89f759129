package dev.airelay.transforms.anthropic;

import dev.airelay.transforms.request.Value;
import dev.airelay.transforms.spi.ModelDirectory;
import dev.airelay.transforms.spi.TranslationContext;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.StringNode;

/**
 * Maps Anthropic's model names, which clients have built in, to models. The owner's aliases win; without one, a name of the
 * haiku family maps to a small model of the upstream, every other to the upstream's first.
 */
public final class ClaudeModels {

    /** Names that are aliases of the upstream's models in lists of models. */
    public static final List<String> NAMES = List.of("claude-opus", "claude-sonnet", "claude-haiku");

    private static final String CLAUDE = "claude";
    private static final String SMALL_FAMILY = "haiku";
    /** Parts of the names of the upstream's small models. */
    private static final List<String> SMALL = List.of("luna", "mini");
    /** Claude Code appends it to request a context of a million tokens. */
    private static final String LONG_CONTEXT = "[1m]";
    /** A model that every plan has, used until the upstream's list is known. */
    private static final String UNTIL_KNOWN = "gpt-5.5";

    private ClaudeModels() {}

    /** Returns the upstream's or the owner's name of the requested model. */
    static Value resolved(Value model, TranslationContext context) {
        String asked = model.shortText();
        String name = asked;
        if (asked.length() > LONG_CONTEXT.length()
                && asked.toLowerCase(Locale.ROOT).endsWith(LONG_CONTEXT)) {
            name = asked.substring(0, asked.length() - LONG_CONTEXT.length());
        }
        if (context.settings().aliasOf(name).isEmpty()
                && context.models().find(name).isEmpty()) {
            name = standIn(name, context.models());
        }
        return name.equals(asked) ? model : new Value(StringNode.valueOf(name), model.at());
    }

    /** Returns the upstream's model for a name of Anthropic's; any other name unchanged. */
    public static String standIn(String name, ModelDirectory models) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (!lower.startsWith(CLAUDE)) {
            return name;
        }
        List<String> listed = models.names();
        if (listed.isEmpty()) {
            return UNTIL_KNOWN;
        }
        return lower.contains(SMALL_FAMILY)
                ? listed.stream()
                        .filter(model -> SMALL.stream().anyMatch(model::contains))
                        .findFirst()
                        .orElse(listed.get(0))
                : listed.get(0);
    }
}
