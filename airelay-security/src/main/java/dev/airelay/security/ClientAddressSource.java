package dev.airelay.security;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Determines which client a request comes from. Immutable; safe for concurrent use.
 *
 * <p>A client can write anything into {@code X-Forwarded-For}; a proxy appends the address that it saw. So the header is
 * read from its right end, only if the socket's peer is a trusted proxy, and only up to the first address that is not one.
 */
public final class ClientAddressSource {
    private static final Pattern WITH_PORT =
            Pattern.compile("\\[([^\\]%]+)(?:%[^\\]]*)?](?::[0-9]+)?|([0-9.]+):[0-9]+");
    private static final int MAX_HOPS = 32;

    private final TrustedProxies proxies;
    private final int ipv6PrefixBits;

    /** Every IPv6 address is a separate client. */
    public ClientAddressSource(TrustedProxies proxies) {
        this(proxies, 128);
    }

    /**
     * IPv6 addresses that share a prefix are one client.
     *
     * @param ipv6PrefixBits 64 if one host has a whole network, 128 for separate addresses
     */
    public ClientAddressSource(TrustedProxies proxies, int ipv6PrefixBits) {
        if (ipv6PrefixBits < 32 || ipv6PrefixBits > 128 || ipv6PrefixBits % Byte.SIZE != 0) {
            throw new IllegalArgumentException(
                    "ipv6PrefixBits must be a multiple of 8 from 32 to 128, was " + ipv6PrefixBits);
        }
        this.proxies = proxies;
        this.ipv6PrefixBits = ipv6PrefixBits;
    }

    /**
     * The client of a request.
     *
     * @param peer the other end of the socket
     * @param forwardedFor every {@code X-Forwarded-For} header of the request, in order
     */
    public ClientAddress client(InetAddress peer, List<String> forwardedFor) {
        InetAddress client = proxies.contains(peer) ? nearestUntrusted(peer, forwardedFor) : peer;
        return ClientAddress.of(client, ipv6PrefixBits, client.equals(peer));
    }

    /** Stops at anything but an address: the client beyond it is unknown, so the last known hop counts instead. */
    private InetAddress nearestUntrusted(InetAddress peer, List<String> forwardedFor) {
        String[] hops = String.join(",", forwardedFor).split(",", -1);
        InetAddress nearest = peer;
        for (int i = hops.length - 1; i >= Math.max(0, hops.length - MAX_HOPS); i--) {
            Optional<InetAddress> hop = address(hops[i].strip());
            if (hop.isEmpty()) {
                return nearest;
            }
            nearest = hop.get();
            if (!proxies.contains(nearest)) {
                return nearest;
            }
        }
        return nearest;
    }

    private static Optional<InetAddress> address(String hop) {
        Matcher withPort = WITH_PORT.matcher(hop);
        if (!withPort.matches()) {
            return IpLiteral.parse(hop);
        }
        return IpLiteral.parse(withPort.group(1) == null ? withPort.group(2) : withPort.group(1));
    }
}
