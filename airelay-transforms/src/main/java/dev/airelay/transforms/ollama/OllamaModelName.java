package dev.airelay.transforms.ollama;

/** A model's name as Ollama's clients write it: with the tag {@code :latest} where they know of no other. */
public final class OllamaModelName {

    private static final String LATEST = ":latest";

    private OllamaModelName() {}

    /** Returns the name without the tag. */
    public static String untagged(String name) {
        return name.length() > LATEST.length() && name.endsWith(LATEST)
                ? name.substring(0, name.length() - LATEST.length())
                : name;
    }
}
