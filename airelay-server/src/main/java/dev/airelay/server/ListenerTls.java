package dev.airelay.server;

import dev.airelay.config.ServerTls;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import javax.net.ssl.SSLException;

/** Makes the listener's encryption of the owner's certificate, by the JDK's own means. */
final class ListenerTls {

    private ListenerTls() {}

    /**
     * Reads the files. Blocks.
     *
     * @throws dev.airelay.config.ConfigException when a file cannot be used
     * @throws ListenException when the JDK does not take what they hold
     */
    static SslContext of(ServerTls files) {
        ServerTls.Identity identity = files.read();
        try {
            return SslContextBuilder.forServer(identity.privateKey(), identity.chain())
                    .sslProvider(SslProvider.JDK)
                    .protocols("TLSv1.3", "TLSv1.2")
                    .build();
        } catch (SSLException refused) {
            throw new ListenException(
                    "cannot listen with the certificate in " + files.certificateFile()
                            + ": this Java cannot use it for TLS. Use a certificate with an RSA or EC key.",
                    refused);
        }
    }
}
