package dev.airelay.security;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The client that limits are counted for. Equal for the same client, in any spelling of its address. All loopback addresses
 * are one client: a program on this machine can call from any of 16 million.
 *
 * @param text the address for logs and messages: no zone, an IPv4 address never in IPv6 form, {@value #LOOPBACK} for every
 *     loopback address
 * @param loopback whether the client's own socket comes from this machine; never taken from a proxy's header
 */
public record ClientAddress(String text, boolean loopback) {
    private static final int IPV6_BITS = 128;
    private static final String LOOPBACK = "127.0.0.1";

    /** The client at the other end of a socket; each address is a client. */
    public static ClientAddress of(InetAddress peer) {
        return of(peer, IPV6_BITS, true);
    }

    /**
     * The client with this address.
     *
     * @param direct whether the address is that of the client's own socket
     */
    static ClientAddress of(InetAddress address, int ipv6PrefixBits, boolean direct) {
        InetAddress plain = plain(address.getAddress());
        if (plain.isLoopbackAddress()) {
            return new ClientAddress(LOOPBACK, direct);
        }
        if (ipv6PrefixBits == IPV6_BITS || !(plain instanceof Inet6Address)) {
            return new ClientAddress(plain.getHostAddress(), false);
        }
        byte[] bytes = plain.getAddress();
        // The prefix length is a whole number of bytes.
        Arrays.fill(bytes, ipv6PrefixBits / Byte.SIZE, bytes.length, (byte) 0);
        return new ClientAddress(plain(bytes).getHostAddress() + "/" + ipv6PrefixBits, false);
    }

    /** Without a zone, and IPv4 where it was mapped into IPv6. */
    private static InetAddress plain(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException wrongLength) {
            throw new IllegalArgumentException(wrongLength);
        }
    }

    // Both are written by hand: the methods that Java generates for records load about a hundred classes at start.
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ClientAddress client && loopback == client.loopback && text.equals(client.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }
}
