package dev.airelay.security;

import java.net.InetAddress;

/** Decides where a relay may listen: without a token only where no other machine can reach it. */
public final class BindPolicy {

    /** How clients authenticate. */
    public enum Access {
        /** Clients must present the token, and there is one. */
        TOKEN,
        /** Clients must present a token, but the relay has none. */
        MISSING_TOKEN,
        /** Every client that reaches the listener is admitted: {@code --no-auth}. */
        OPEN
    }

    private BindPolicy() {}

    /**
     * Decides about one listener.
     *
     * @param address the resolved address it is bound to; the wildcard address counts as the whole network
     * @param encrypted whether it speaks TLS
     * @param setting the setting of the address, for the message
     */
    public static BindDecision decide(InetAddress address, Access access, boolean encrypted, String setting) {
        boolean loopback = address.isLoopbackAddress();
        return switch (access) {
            case MISSING_TOKEN ->
                new BindDecision.Refused(
                        BindDecision.Reason.NO_TOKEN,
                        "Clients must send a relay token, but none exists. Create one with: airelay init");
            case TOKEN ->
                loopback ? new BindDecision.Silent() : new BindDecision.Warned(exposed(address, encrypted, setting));
            case OPEN -> loopback ? new BindDecision.Warned(open()) : refused(address, setting);
        };
    }

    private static BindDecision refused(InetAddress address, String setting) {
        return new BindDecision.Refused(
                BindDecision.Reason.OPEN_TO_NETWORK,
                "With authentication off, the relay listens on a loopback address only, but " + shown(address)
                        + " can be reached from other machines. Set " + setting + " to 127.0.0.1,"
                        + " or turn authentication on: drop --no-auth and set security.require_bearer_auth = true.");
    }

    private static String exposed(InetAddress address, boolean encrypted, String setting) {
        return "Other machines can reach this relay: it listens on " + shown(address)
                + ". Anyone who has the relay token can use your subscription"
                + (encrypted ? "" : ", and without TLS the token can be read on the network")
                + ". Set " + setting + " to 127.0.0.1 unless you want this.";
    }

    private static String open() {
        return "Authentication is off: any program and any user on this machine" + " can use your subscription.";
    }

    private static String shown(InetAddress address) {
        return address.isAnyLocalAddress()
                ? address.getHostAddress() + " (all addresses of this machine)"
                : address.getHostAddress();
    }
}
