package dev.airelay.backend.connect;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One entry of {@code NO_PROXY}. There is no standard for it; these are the rules that curl and Go's HTTP client share. */
final class ProxyExemption {

    private static final Pattern RANGE = Pattern.compile("\\[?(?<base>[0-9A-Fa-f:.]+)]?/(?<bits>[0-9]{1,3})");
    private static final Pattern WITH_PORT = Pattern.compile("(?<host>[^:]+|\\[[^\\]]+\\]):(?<port>[0-9]{1,5})");

    private ProxyExemption() {}

    static boolean matches(String entry, String host, int port) {
        String written = entry.strip().toLowerCase(Locale.ROOT);
        if (written.equals("*")) {
            return true;
        }
        String wanted = Loopback.withoutTrailingDot(written);
        String asked = Loopback.withoutTrailingDot(host.toLowerCase(Locale.ROOT));
        InetAddress address = NetUtil.createInetAddressFromIpAddressString(asked);
        Matcher range = RANGE.matcher(wanted);
        if (range.matches()) {
            return address != null && inRange(address, range);
        }
        Matcher withPort = WITH_PORT.matcher(wanted);
        if (withPort.matches()) {
            return Integer.parseInt(withPort.group("port")) == port && isHost(withPort.group("host"), asked, address);
        }
        return isHost(wanted, asked, address);
    }

    private static boolean isHost(@Nullable String wanted, String asked, @Nullable InetAddress address) {
        if (wanted == null || wanted.isEmpty()) {
            return false;
        }
        if (address != null) {
            boolean brackets = wanted.startsWith("[") && wanted.endsWith("]");
            String bare = brackets ? wanted.substring(1, wanted.length() - 1) : wanted;
            return address.equals(NetUtil.createInetAddressFromIpAddressString(bare));
        }
        String name =
                wanted.startsWith("*.") ? wanted.substring(2) : wanted.startsWith(".") ? wanted.substring(1) : wanted;
        return !name.isEmpty() && (asked.equals(name) || asked.endsWith("." + name));
    }

    private static boolean inRange(InetAddress address, Matcher range) {
        InetAddress base = NetUtil.createInetAddressFromIpAddressString(range.group("base"));
        int bits = Integer.parseInt(range.group("bits"));
        boolean usable = base != null
                && base.getAddress().length == address.getAddress().length
                && bits <= 8 * base.getAddress().length;
        return usable
                && new IpSubnetFilterRule(base, bits, IpFilterRuleType.ACCEPT)
                        .matches(new InetSocketAddress(address, 0));
    }
}
