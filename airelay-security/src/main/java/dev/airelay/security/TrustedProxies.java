package dev.airelay.security;

import java.net.InetAddress;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The proxies whose {@code X-Forwarded-For} is trusted. Immutable; safe for concurrent use. */
public final class TrustedProxies {
    private static final TrustedProxies NONE = new TrustedProxies(List.of());

    private final List<AddressBlock> blocks;

    private TrustedProxies(List<AddressBlock> blocks) {
        this.blocks = blocks;
    }

    /** No proxy is trusted: the client is the peer of the socket. */
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
        for (AddressBlock block : blocks) {
            if (block.contains(address)) {
                return true;
            }
        }
        return false;
    }

    /**
     * A range of IP addresses of one family, such as {@code 10.0.0.0/8} or a single address.
     *
     * @param first an address of the range
     * @param prefixBits number of leading bits that all addresses of the range share
     */
    private record AddressBlock(InetAddress first, int prefixBits) {
        private static final Pattern DIGITS = Pattern.compile("[0-9]{1,3}");

        /** Parses an address, or an address with a prefix length. Throws IllegalArgumentException naming the text. */
        static AddressBlock parse(String text) {
            String trimmed = text.strip();
            int slash = trimmed.indexOf('/');
            Optional<InetAddress> address = IpLiteral.parse(slash < 0 ? trimmed : trimmed.substring(0, slash));
            if (address.isEmpty()) {
                throw notABlock(text);
            }
            int bits = address.get().getAddress().length * Byte.SIZE;
            return new AddressBlock(address.get(), slash < 0 ? bits : prefix(trimmed.substring(slash + 1), bits, text));
        }

        private static int prefix(String digits, int bits, String text) {
            if (!DIGITS.matcher(digits).matches() || Integer.parseInt(digits) > bits) {
                throw notABlock(text);
            }
            return Integer.parseInt(digits);
        }

        private static IllegalArgumentException notABlock(String text) {
            return new IllegalArgumentException(
                    "trustedProxies must hold addresses such as 10.0.0.1, 10.0.0.0/8 or fd00::/8, was \"" + text
                            + "\"");
        }

        boolean contains(InetAddress address) {
            byte[] ours = first.getAddress();
            byte[] theirs = address.getAddress();
            if (ours.length != theirs.length) {
                return false;
            }
            int whole = prefixBits / Byte.SIZE;
            for (int i = 0; i < whole; i++) {
                if (ours[i] != theirs[i]) {
                    return false;
                }
            }
            int rest = prefixBits % Byte.SIZE;
            return rest == 0 || ((ours[whole] ^ theirs[whole]) & 0xff) >>> (Byte.SIZE - rest) == 0;
        }
    }
}
