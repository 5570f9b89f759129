package dev.airelay.server.http;

import io.netty.channel.ChannelHandlerContext;

/** Sees to it that a mistake of ours in a callback reaches the client as an answer instead of silence. */
public final class Callbacks {

    private Callbacks() {}

    /**
     * Runs one step of an answer, outside the connection's own read, where Netty would not notice an exception. One that
     * is thrown goes to the connection's last handler, which answers for it.
     */
    public static void guard(ChannelHandlerContext ctx, Runnable step) {
        try {
            step.run();
        } catch (RuntimeException | Error broken) {
            ctx.pipeline().fireExceptionCaught(broken);
        }
    }
}
