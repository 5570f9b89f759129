package dev.airelay.transforms.request;

import java.util.List;

/** Checks a request's options for the prompt cache, which have no effect here. */
public final class CacheOptions {

    /** Their values are not checked against a list, because new ones do no harm. */
    private static final List<String> TEXTS = List.of("mode", "ttl");

    private CacheOptions() {}

    /** Rejects values that are not objects of texts. */
    public static void check(Value options) {
        ObjectView view = options.object();
        TEXTS.forEach(name -> view.find(name).ifPresent(Checks::shortText));
    }
}
