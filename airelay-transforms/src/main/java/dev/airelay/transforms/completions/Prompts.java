package dev.airelay.transforms.completions;

import dev.airelay.transforms.request.Rejections;
import dev.airelay.transforms.request.Value;
import java.util.ArrayList;
import java.util.List;

/** Reads prompts: a text, or a list of texts that are continued each on its own. */
final class Prompts {

    private Prompts() {}

    static List<String> read(Value prompt) {
        if (prompt.isText()) {
            return List.of(prompt.nonEmptyText());
        }
        if (!prompt.isArray()) {
            throw Rejections.wrongType(prompt.at(), "one of a string or an array of strings", prompt.node());
        }
        List<String> texts = new ArrayList<>();
        for (Value text : prompt.nonEmptyItems()) {
            if (text.node().isIntegralNumber() || text.isArray()) {
                throw Rejections.unsupportedValue(
                        prompt.at(), "The ChatGPT backend accepts text, not tokens; send the prompt as a string.");
            }
            texts.add(text.nonEmptyText());
        }
        return texts;
    }
}
