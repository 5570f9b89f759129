package dev.airelay.transforms.responses;

import dev.airelay.transforms.request.Checks;
import dev.airelay.transforms.request.ObjectView;
import dev.airelay.transforms.request.Value;

/** Checks a request's wishes about its context, which have no effect here. */
final class ContextManagement {

    private static final int MIN_THRESHOLD = 1000;

    private ContextManagement() {}

    /** Refuses what is not a list of wishes, each with a type. */
    static void check(Value wishes) {
        for (Value wish : wishes.nonEmptyItems()) {
            ObjectView view = wish.object();
            view.required("type").shortText();
            view.find("compact_threshold").ifPresent(Checks.integer(MIN_THRESHOLD));
        }
    }
}
