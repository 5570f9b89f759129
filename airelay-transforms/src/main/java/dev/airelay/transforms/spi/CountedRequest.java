package dev.airelay.transforms.spi;

import dev.airelay.transforms.json.Json;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/**
 * A request whose input tokens are to be counted. The upstream does not count on request, so the caller counts the texts
 * that a model would read; the result is an estimate.
 *
 * @param texts every text that the model reads: instructions, contents, calls and the definitions of tools
 * @param items number of input items; each costs a few tokens by itself
 * @param images number of images, whose cost depends on their size
 * @param fileBytes size of the files' contents, which only the upstream can read
 * @param ignoredParameters names of request members that were dropped
 * @param emulatedParameters names of request members that the relay honors itself, and of the reply's member that is an
 *     estimate
 * @param form the members of the reply besides the count
 */
public record CountedRequest(
        List<String> texts,
        int items,
        int images,
        long fileBytes,
        List<String> ignoredParameters,
        List<String> emulatedParameters,
        ObjectNode form)
        implements Translator.Translated {

    /** The member of the reply that is an estimate, and disclosed as such. */
    private static final String ESTIMATED = "input_tokens";

    /** Copies the lists, and discloses the estimate. */
    public CountedRequest {
        texts = List.copyOf(texts);
        ignoredParameters = List.copyOf(ignoredParameters);
        emulatedParameters =
                Stream.concat(emulatedParameters.stream(), Stream.of(ESTIMATED)).toList();
    }

    @Override
    public List<CodexRequest> requests() {
        return List.of();
    }

    /** Returns the reply for the client. */
    public byte[] reply(long tokens) {
        return Json.write(form.deepCopy().put(ESTIMATED, tokens));
    }
}
