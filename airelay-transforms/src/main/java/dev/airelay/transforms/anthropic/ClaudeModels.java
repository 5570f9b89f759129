package dev.airelay.transforms.anthropic;

import dev.airelay.transforms.request.Value;
import dev.airelay.transforms.spi.ModelDirectory;
import dev.airelay.transforms.spi.TranslationContext;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.StringNode;

/**
 * The models that Anthropic's names stand for, as clients have these names built in. The owner's aliases win; without one, a
 * name of the haiku family stands for a small model of the upstream, every other for the upstream's first.
 */
public final class ClaudeModels {

    /** Names that stand for the upstream's models, as a list of models shows them. */
    public static final List<String> NAMES = List.of("claude-opus", "claude-sonnet", "claude-haiku");

    private static final String CLAUDE = "claude";
    private static final String SMALL_FAMILY = "haiku";
    /** Parts of the names of the upstream's small models. */
    private static final List<String> SMALL = List.of("luna", "mini");
    /** Claude Code appends it to ask for a context of a million tokens. */
    private static final String LONG_CONTEXT = "[1m]";
    /** A model that every plan has, for the time in which the upstream's list is not known. */
    private static final String UNTIL_KNOWN = "gpt-5.5";

    private ClaudeModels() {}

    /** Returns the name of the model that is asked, by the upstream's name or the owner's. */
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

    /** Returns the upstream's model that a name of Anthropic's stands for by default; any other name unchanged. */
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
