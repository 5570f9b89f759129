package dev.airelay.server.generation;

import dev.airelay.server.form.FormWriter;
import dev.airelay.server.form.WholeForm;
import dev.airelay.server.http.Endpoint;
import dev.airelay.server.http.Exchange;
import dev.airelay.server.http.RelayRequest;
import dev.airelay.server.http.Response;
import dev.airelay.server.trace.Disclosure;
import dev.airelay.server.upstream.MediaCalls;
import dev.airelay.transforms.audio.Transcription;
import dev.airelay.transforms.spi.CodexRequest;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code POST /v1/audio/transcriptions}: lets the upstream transcribe an audio file. */
public final class TranscriptionEndpoint implements Endpoint {

    private static final Pattern DECIMAL = Pattern.compile("-?\\d{1,9}(\\.\\d{1,9})?");
    private static final String FILE = "file";
    private static final WholeForm.Types TYPES = new WholeForm.Types(Set.of(), Set.of("stream"));
    private static final String TEMPERATURE = "temperature";
    private static final String PLAIN_TEXT = "text/plain; charset=utf-8";
    private static final String UNKNOWN_TYPE = "application/octet-stream";
    /** The form is written again for the upstream. */
    private static final int FORM_OVERHEAD_BYTES = 64 * 1024;

    private final Transcription transcription;
    private final MediaCalls calls;
    private final GenerationSupport support;

    public TranscriptionEndpoint(Transcription transcription, MediaCalls calls, GenerationSupport support) {
        this.transcription = transcription;
        this.calls = calls;
        this.support = support;
    }

    @Override
    public Exchange handle(RelayRequest request, ChannelHandlerContext ctx) {
        WholeForm form =
                WholeForm.of(Optional.ofNullable(request.headers().get(HttpHeaderNames.CONTENT_TYPE)), request.body());
        Optional<WholeForm.Part> given = form.file(FILE);
        Transcription.Translated translated =
                transcription.translate(body(form, given), support.contexts().of(request, true));
        Disclosure disclosure = Disclosure.of(translated);
        request.trace().ifPresent(trace -> {
            trace.asks(named());
            trace.adapted(disclosure);
        });
        WholeForm.Part file = given.orElseThrow();
        request.memory().require(file.length() + FORM_OVERHEAD_BYTES);
        ResponseHeadWriter head = new ResponseHeadWriter(request, ctx, disclosure, support.failures());
        return new SingleObjectExchange(ctx, head, conversion(translated), support.bounds())
                .start(calls.transcription(
                        ctx,
                        Transcription.MODEL,
                        written(translated, form, file),
                        head.knowingLimits(translated.failures()),
                        head));
    }

    /** Returns the form's fields, and the headers of its file. */
    private static ObjectNode body(WholeForm form, Optional<WholeForm.Part> given) {
        ObjectNode body = form.texts(Set.of(FILE), TYPES);
        given.ifPresent(file -> body.putObject(FILE).put("bytes", file.length()));
        String temperature = body.path(TEMPERATURE).stringValue("");
        if (DECIMAL.matcher(temperature).matches()) {
            body.put(TEMPERATURE, Double.parseDouble(temperature));
        }
        return body;
    }

    private MediaCalls.EncodedForm written(Transcription.Translated translated, WholeForm form, WholeForm.Part file) {
        FormWriter writer = new FormWriter(support.contexts().ids().get());
        translated.fields().forEach(writer::text);
        writer.file(
                FILE,
                file.head().filename().filter(name -> !name.isBlank()).orElse("audio"),
                file.head().contentType().orElse(UNKNOWN_TYPE),
                form.body(),
                file.from(),
                file.length());
        return new MediaCalls.EncodedForm(writer.contentType(), writer.finish());
    }

    /** A request with only its model, for the log. */
    private static CodexRequest named() {
        return new CodexRequest(JsonNodeFactory.instance.objectNode().put("model", Transcription.MODEL), "");
    }

    private static SingleObjectExchange.Conversion conversion(Transcription.Translated translated) {
        return new SingleObjectExchange.Conversion(
                (object, json) -> translated.reply(json).map(reply -> {
                    Response answer = Response.json(200, reply);
                    return translated.plainText() ? answer.header(HttpHeaderNames.CONTENT_TYPE, PLAIN_TEXT) : answer;
                }),
                Optional.empty());
    }
}
