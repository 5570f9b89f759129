package dev.airelay.backend.account;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import tools.jackson.databind.node.ObjectNode;

/**
 * One model of the upstream's catalogue. All but the slug may be missing.
 *
 * @param slug the name to ask for
 * @param displayName the name to show
 * @param visibility {@code list}, {@code hide} or {@code none}; a hidden model can still be used
 * @param contextWindow in tokens
 * @param supportedEfforts reasoning efforts, weakest first as the upstream lists them; empty when it lists none
 * @param defaultEffort the effort to send when the client asks for none
 * @param inputModalities for example {@code text} and {@code image}; empty when the upstream lists none
 * @param priority sort key, low first
 * @param json everything the upstream says of the model; must not be changed
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

    /** Copies the lists. */
    public Model {
        supportedEfforts = List.copyOf(supportedEfforts);
        inputModalities = List.copyOf(inputModalities);
    }

    /** Returns true when the model may be advertised. Models that say nothing about it are. */
    public boolean listed() {
        return visibility.map("list"::equals).orElse(true);
    }
}
