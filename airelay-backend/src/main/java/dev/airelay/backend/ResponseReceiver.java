package dev.airelay.backend;

import dev.airelay.transforms.failure.UpstreamFailure;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpResponse;

/** Takes one response, on the event loop. After {@link #onEnd} or {@link #onFailure} nothing more comes. */
interface ResponseReceiver {

    /** Called with the final head; interim responses are not shown. */
    void onHead(HttpResponse head);

    /** Called for each piece of the body. The buffer is valid during the call only. */
    void onContent(ByteBuf content);

    /** Called after the pieces of one read. */
    void onReadComplete();

    /** Called when the response is complete as far as HTTP is concerned. */
    void onEnd();

    /** Called when there will be no complete response. */
    void onFailure(UpstreamFailure failure);
}
