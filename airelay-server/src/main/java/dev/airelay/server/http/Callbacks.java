package dev.airelay.server.http;

import io.netty.channel.ChannelHandlerContext;

/** Makes sure that the client gets a response, not silence, after an error of the relay in a callback. */
public final class Callbacks {

    private Callbacks() {}

    /**
     * Runs one step of a response, outside the connection's own read, where Netty would not notice an exception. An
     * exception goes to the connection's last handler, which reports it.
     */
    public static void guard(ChannelHandlerContext ctx, Runnable step) {
        try {
            step.run();
        } catch (RuntimeException | Error broken) {
            ctx.pipeline().fireExceptionCaught(broken);
        }
    }
}
