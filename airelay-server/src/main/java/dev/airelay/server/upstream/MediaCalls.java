package dev.airelay.server.upstream;

import dev.airelay.backend.call.BackendRoute;
import dev.airelay.backend.call.RouteRequest;
import dev.airelay.server.trace.UpstreamAddresses;
import dev.airelay.transforms.spi.CodexRequest;
import dev.airelay.transforms.spi.FailureTranslator;
import io.netty.channel.ChannelHandlerContext;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Function;

/**
 * Plans the upstream calls of images and audio. Retries, limits and observers are those of generations. Safe for
 * concurrent
 * use.
 *
 * @param generations plans the calls that offer the image tool
 * @param limits limits of responses
 * @param imageGenerations whether the upstream has the route that generates images
 * @param imageEdits whether the upstream has the route that edits images
 */
public record MediaCalls(
        GenerationCalls generations, Limits limits, OptionalRoute imageGenerations, OptionalRoute imageEdits) {

    private static final String JSON = "application/json";
    /** Speech of many hours is less. */
    private static final int MAX_TRANSCRIPTION_BYTES = 8 * 1024 * 1024;

    /**
     * The limits of responses.
     *
     * @param imagePatience time limit for the head of an image's response
     * @param maxImageBytes maximum size of an image route's response
     * @param transcriptionPatience time limit for the head of a transcription
     */
    public record Limits(Duration imagePatience, int maxImageBytes, Duration transcriptionPatience) {}

    /**
     * Plans a call for one image, delivered as the events of the image tool.
     *
     * @param edits whether it is made from other images
     * @param request for the upstream's image route
     * @param byTool makes a model call the image tool, if the route cannot be used
     * @param failures rewords failures for the client
     */
    public GenerationCalls.Call image(
            ChannelHandlerContext ctx,
            boolean edits,
            CodexRequest request,
            CodexRequest byTool,
            FailureTranslator failures,
            GenerationCalls.CallNotes notes) {
        BackendRoute route = edits ? BackendRoute.IMAGE_EDITS : BackendRoute.IMAGE_GENERATIONS;
        Function<UpstreamAddresses, String> place =
                edits ? UpstreamAddresses::imageEdits : UpstreamAddresses::imageGenerations;
        return (meter, sink) -> new ImageCall(
                        edits ? imageEdits : imageGenerations,
                        sink,
                        objects -> {
                            GenerationCalls.Planning planning = generations.planning(ctx, request, notes, place);
                            return generations
                                    .upstream()
                                    .post(
                                            ctx.channel().eventLoop(),
                                            () -> new RouteRequest(
                                                    route,
                                                    JSON,
                                                    UUID.randomUUID().toString(),
                                                    planning.request().toBytes(),
                                                    limits.imagePatience(),
                                                    limits.maxImageBytes()),
                                            planning.plan(failures, true, meter),
                                            objects);
                        },
                        events -> generations
                                .generation(ctx, byTool, failures, true, notes)
                                .start(meter, events))
                .start();
    }

    /**
     * Plans a transcription. Its sink receives one object.
     *
     * @param model the model whose limits apply
     * @param form the form to send
     * @param failures rewords failures for the client
     */
    public GenerationCalls.Call transcription(
            ChannelHandlerContext ctx,
            String model,
            EncodedForm form,
            FailureTranslator failures,
            GenerationCalls.CallNotes notes) {
        return (meter, sink) -> generations
                .upstream()
                .post(
                        ctx.channel().eventLoop(),
                        () -> new RouteRequest(
                                BackendRoute.TRANSCRIPTION,
                                form.contentType(),
                                UUID.randomUUID().toString(),
                                form.body(),
                                limits.transcriptionPatience(),
                                MAX_TRANSCRIPTION_BYTES),
                        generations
                                .planning(ctx, model, notes, UpstreamAddresses::transcription, form.body().length)
                                .plan(failures, true, meter),
                        sink);
    }

    /**
     * An encoded form.
     *
     * @param contentType with the boundary
     * @param body not copied, must not be changed
     */
    @SuppressWarnings("ArrayRecordComponent") // Bodies are megabytes large, and are not compared.
    public record EncodedForm(String contentType, byte[] body) {}
}
