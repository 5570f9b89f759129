package dev.airelay.security;

import java.net.InetAddress;
import java.util.Collection;
import java.util.List;

/** The proxies whose word about a client's address is taken. Immutable; safe for concurrent use. */
public final class TrustedProxies {
    private static final TrustedProxies NONE = new TrustedProxies(List.of());

    private final List<AddressBlock> blocks;

    private TrustedProxies(List<AddressBlock> blocks) {
        this.blocks = blocks;
    }

    /** Nobody is trusted: the client is the peer of the socket. */
    public static TrustedProxies none() {
        return NONE;
    }

    /**
     * Proxies by address or range, such as {@code 127.0.0.1}, {@code 10.0.0.0/8} or {@code fd00::/8}.
     *
     * @throws IllegalArgumentException naming the entry that is neither
     */
    public static TrustedProxies of(Collection<String> addresses) {
        return new TrustedProxies(addresses.stream().map(AddressBlock::parse).toList());
    }

    boolean contains(InetAddress address) {
        return blocks.stream().anyMatch(block -> block.contains(address));
    }
}
