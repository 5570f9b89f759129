package dev.airelay.transforms.request;

import java.util.List;

/** Checks a request's wishes about the prompt cache, which have no effect here. */
public final class CacheOptions {

    /** Their values are not compared with a list, because new ones are no harm. */
    private static final List<String> TEXTS = List.of("mode", "ttl");

    private CacheOptions() {}

    /** Refuses what is not an object of texts. */
    public static void check(Value options) {
        ObjectView view = options.object();
        TEXTS.forEach(name -> view.find(name).ifPresent(Checks::shortText));
    }
}
