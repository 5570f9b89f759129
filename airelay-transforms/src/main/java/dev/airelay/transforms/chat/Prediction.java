package dev.airelay.transforms.chat;

import dev.airelay.transforms.request.ObjectView;
import dev.airelay.transforms.request.Rejections;
import dev.airelay.transforms.request.Value;
import java.util.List;

/** Checks a predicted output, which has no effect here. */
final class Prediction {

    private static final List<String> TYPES = List.of("content");
    private static final List<String> PART_TYPES = List.of("text");

    private Prediction() {}

    static void check(Value prediction) {
        ObjectView view = prediction.object();
        view.required("type").oneOf(TYPES);
        Value content = view.required("content");
        if (content.isText()) {
            return;
        }
        if (!content.isArray()) {
            throw Rejections.wrongType(content.at(), "one of a string or an array of objects", content.node());
        }
        for (Value part : content.items()) {
            part.object().required("type").oneOf(PART_TYPES);
            part.object().required("text").text();
        }
    }
}
