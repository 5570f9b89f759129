package dev.airelay.server.generation;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingRegistry;
import com.knuddels.jtokkit.api.EncodingType;
import dev.airelay.transforms.spi.CountedRequest;

/**
 * Estimates the tokens of a request: texts by the vocabulary of the current models, o200k, everything else by rules of
 * thumb. Safe for concurrent use. The first count loads the vocabulary of several megabytes, and counting a long text takes
 * time: must not be called on an event loop.
 *
 * @see <a href="https://developers.openai.com/cookbook/examples/how_to_count_tokens_with_tiktoken">OpenAI on counting</a>
 */
public final class TokenCounter {

    /** The tokens around an item: start, role and end. */
    private static final int TOKENS_PER_ITEM = 3;
    /** The response begins with its role. */
    private static final int TOKENS_OF_ANSWER = 3;
    /** An image of 1024 by 1024 in detail: the base and four tiles. */
    private static final int TOKENS_PER_IMAGE = 70 + 4 * 140;
    /** A page of a document has tens of kilobytes, and becomes one or two thousand tokens. */
    private static final int FILE_BYTES_PER_TOKEN = 32;

    private final EncodingRegistry encodings = Encodings.newLazyEncodingRegistry();

    /** Returns the estimate. */
    long estimate(CountedRequest request) {
        Encoding encoding = encodings.getEncoding(EncodingType.O200K_BASE);
        long tokens = TOKENS_OF_ANSWER;
        for (String text : request.texts()) {
            tokens += encoding.countTokensOrdinary(text);
        }
        return tokens
                + (long) TOKENS_PER_ITEM * request.items()
                + (long) TOKENS_PER_IMAGE * request.images()
                + request.fileBytes() / FILE_BYTES_PER_TOKEN;
    }
}
