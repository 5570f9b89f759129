package dev.airelay.security;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/**
 * Whom limits are counted for. Equal for the same client, however its address was written.
 *
 * @param text the address for logs and messages: no zone, an IPv4 address never in IPv6 form
 * @param loopback whether the client's own socket comes from this machine; never on a proxy's word
 */
public record ClientAddress(String text, boolean loopback) {
    private static final int IPV6_BITS = 128;

    /** The client at the other end of a socket, each address by itself. */
    public static ClientAddress of(InetAddress peer) {
        return of(peer, IPV6_BITS, peer.isLoopbackAddress());
    }

    static ClientAddress of(InetAddress address, int ipv6PrefixBits, boolean loopback) {
        if (!(address instanceof Inet6Address)) {
            return new ClientAddress(address.getHostAddress(), loopback);
        }
        byte[] bytes = address.getAddress();
        boolean grouped = ipv6PrefixBits < IPV6_BITS && !address.isLoopbackAddress();
        if (grouped) {
            // The prefix length is a whole number of bytes.
            Arrays.fill(bytes, ipv6PrefixBits / Byte.SIZE, bytes.length, (byte) 0);
        }
        String text = withoutZone(bytes);
        return new ClientAddress(grouped ? text + "/" + ipv6PrefixBits : text, loopback);
    }

    private static String withoutZone(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes).getHostAddress();
        } catch (UnknownHostException wrongLength) {
            throw new IllegalArgumentException(wrongLength);
        }
    }
}
