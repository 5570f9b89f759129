package dev.airelay.auth.issuer;

import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;

/** Sends calls to the login server and describes connection failures in words. */
public final class IssuerChannel {
    /** The code of a request that was not sent because no connection could be established. */
    public static final String UNREACHABLE = "issuer_unreachable";

    private final IssuerTransport transport;
    private final IssuerOptions options;

    IssuerChannel(IssuerTransport transport, IssuerOptions options) {
        this.transport = transport;
        this.options = options;
    }

    /** Returns the options of the login server. */
    public IssuerOptions options() {
        return options;
    }

    /** Returns the host of the login server, for messages. */
    public String host() {
        return options.issuer().getAuthority();
    }

    /** Sends once and returns the response with any status. */
    public IssuerReply send(IssuerCall call) throws IssuerException, InterruptedException {
        return send(call, options.timeout());
    }

    /** Sends once, within this time, and returns the response with any status. */
    IssuerReply send(IssuerCall call, Duration timeout) throws IssuerException, InterruptedException {
        try {
            return transport.send(
                    new IssuerRequest(options.endpoint(call.path()), call.contentType(), call.body(), timeout));
        } catch (ConnectException unreachable) {
            throw onTheWay(UNREACHABLE, "could not be reached", unreachable, call);
        } catch (IOException lost) {
            throw onTheWay("issuer_no_answer", "did not answer", lost, call);
        }
    }

    private IssuerException onTheWay(String code, String what, IOException failure, IssuerCall call) {
        String detail =
                failure.getMessage() == null ? "The login server " + host() + " " + what + "." : failure.getMessage();
        return new IssuerException(
                IssuerException.Kind.TRANSIENT,
                code,
                "Could not " + call.purpose() + ". " + UntrustedText.shown(detail, call.secrets())
                        + " Check the network, proxy and certificates, then try again.");
    }
}
