package dev.airelay.server.generation;

import dev.airelay.server.form.WholeForm;
import dev.airelay.server.http.Exchange;
import dev.airelay.server.http.RelayHeaders;
import dev.airelay.server.http.RelayRequest;
import dev.airelay.server.upstream.GenerationCalls;
import dev.airelay.server.upstream.MediaCalls;
import dev.airelay.transforms.failure.RequestRejected;
import dev.airelay.transforms.images.Images;
import dev.airelay.transforms.spi.CodexRequest;
import dev.airelay.transforms.spi.Dialect;
import dev.airelay.transforms.spi.FailureTranslator;
import dev.airelay.transforms.spi.Translation;
import dev.airelay.transforms.spi.Translator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code POST /v1/images/generations} and {@code /v1/images/edits}, the latter as JSON or as a form. */
public final class ImagesEndpoint extends TranslatingEndpoint<Images.Translated> {

    private static final String IMAGE = "image";
    private static final String MASK = "mask";
    private static final String MARKUP = "markup";
    private static final Set<String> FILES = Set.of(IMAGE, MASK, MARKUP);
    private static final WholeForm.Types TYPES =
            new WholeForm.Types(Set.of("n", "output_compression", "partial_images"), Set.of("stream"));

    /** A file is copied, and occurs in the data URL, in the upstream's request and in its bytes. */
    private static final long COPIES_OF_FILE = 5;

    private final Images images;
    private final MediaCalls calls;
    private final ImageStorage storage;

    /**
     * Creates an endpoint.
     *
     * @param calls plans upstream calls
     * @param storage stores images if the client requests it
     */
    public ImagesEndpoint(Images images, MediaCalls calls, ImageStorage storage, GenerationSupport support) {
        super(images, true, support);
        this.images = images;
        this.calls = calls;
        this.storage = storage;
    }

    @Override
    ObjectNode body(RelayRequest request) {
        Optional<String> type = Optional.ofNullable(request.headers().get(HttpHeaderNames.CONTENT_TYPE));
        if (!WholeForm.isForm(type)) {
            return super.body(request);
        }
        WholeForm form = WholeForm.of(type, request.body());
        FILES.forEach(name ->
                form.files(name).forEach(file -> request.memory().require(COPIES_OF_FILE * file.length())));
        ObjectNode body = form.texts(FILES, TYPES);
        List<WholeForm.Part> given = form.files(IMAGE);
        if (!given.isEmpty()) {
            ArrayNode urls = body.putArray(IMAGE);
            given.forEach(file -> urls.add(form.dataUrl(file)));
        }
        form.file(MASK).ifPresent(file -> body.put(MASK, form.dataUrl(file)));
        form.file(MARKUP).ifPresent(file -> body.put(MARKUP, "(file)"));
        return body;
    }

    @Override
    Translator<Images.Translated> translator(RelayRequest request) {
        return stores(request) ? images.storing(storage.address()) : images;
    }

    private static boolean stores(RelayRequest request) {
        String asked = request.headers().get(RelayHeaders.STORE_IMAGES, "false").strip();
        if (!asked.equals("true") && !asked.equals("false")) {
            throw RequestRejected.badRequest(
                    RelayHeaders.STORE_IMAGES,
                    "invalid_value",
                    "Invalid header '" + RelayHeaders.STORE_IMAGES + "'. Supported values are: true, false.");
        }
        return asked.equals("true");
    }

    @Override
    Exchange answer(Images.Translated translated, Asked asked, ResponseHeadWriter head, ChannelHandlerContext ctx) {
        Translation byTool = translated.byTool();
        FailureTranslator failures = head.knowingLimits(byTool.failures());
        int count = byTool.requests().size();
        head.alsoIgnoring(translated.unhonored());
        GenerationExchange exchange = byTool.stream()
                ? new StreamExchange(
                        ctx,
                        head.framed(Dialect.Framing.SSE),
                        byTool.reply().streamEncoders(count),
                        TurnPersister.NOTHING)
                : new ObjectExchange(ctx, head, byTool.reply(), count, TurnPersister.NOTHING);
        boolean stores = stores(asked.request());
        List<GenerationCalls.Call> planned = new ArrayList<>(count);
        for (CodexRequest request : byTool.requests()) {
            GenerationCalls.Call call = translated
                    .route()
                    .map(route -> calls.image(ctx, translated.edits(), route, request, failures, head))
                    .orElseGet(() -> support().calls().generation(ctx, request, failures, !byTool.stream(), head));
            planned.add(stores ? storage.storing(ctx, call, why -> head.keptOrNot(Optional.of(why))) : call);
        }
        exchange.start(planned, support().bounds());
        return exchange;
    }
}
