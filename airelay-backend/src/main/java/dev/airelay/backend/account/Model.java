package dev.airelay.backend.account;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One model of the upstream's catalog. All members but the slug may be missing.
 *
 * @param slug the name for requests
 * @param displayName the name for people
 * @param visibility {@code list}, {@code hide} or {@code none}; a hidden model can still be used
 * @param contextWindow in tokens
 * @param supportedEfforts reasoning efforts, weakest first as the upstream lists them; empty when it lists none
 * @param defaultEffort the effort to send when the client asks for none
 * @param inputModalities for example {@code text} and {@code image}; empty when the upstream lists none
 * @param priority sort key, low first
 * @param json the upstream's complete entry; must not be changed
 */
public record Model(
        String slug,
        Optional<String> displayName,
        Optional<String> visibility,
        OptionalLong contextWindow,
        List<String> supportedEfforts,
        Optional<String> defaultEffort,
        List<String> inputModalities,
        OptionalInt priority,
        ObjectNode json) {

    private static final Pattern VERSION = Pattern.compile("(\\d{1,9})\\.(\\d{1,9})\\.(\\d{1,9})");

    /** Copies the lists. */
    public Model {
        supportedEfforts = List.copyOf(supportedEfforts);
        inputModalities = List.copyOf(inputModalities);
    }

    /** Returns the oldest client version that the upstream serves the model to; empty when it names none. */
    public Optional<String> minimalClientVersion() {
        JsonNode minimal = json.path("minimal_client_version");
        // Older catalogs write it as a list of numbers.
        String text = minimal.isArray()
                ? minimal.values().stream().map(part -> part.asString("")).collect(Collectors.joining("."))
                : minimal.asString("").strip();
        return Optional.of(text).filter(version -> VERSION.matcher(version).lookingAt());
    }

    /** Returns whether the upstream serves the model to newer clients only. Suffixes of versions do not count. */
    public boolean needsNewerThan(String clientVersion) {
        return minimalClientVersion()
                .filter(minimal -> compare(minimal, clientVersion) > 0)
                .isPresent();
    }

    private static int compare(String one, String other) {
        Matcher left = VERSION.matcher(one);
        Matcher right = VERSION.matcher(other);
        if (!left.lookingAt() || !right.lookingAt()) {
            return 0;
        }
        int compared = 0;
        for (int part = 1; part <= 3 && compared == 0; part++) {
            compared = Integer.compare(Integer.parseInt(left.group(part)), Integer.parseInt(right.group(part)));
        }
        return compared;
    }

    /** Returns true if the model may be advertised, which is the default. */
    public boolean listed() {
        return visibility.map("list"::equals).orElse(true);
    }
}
