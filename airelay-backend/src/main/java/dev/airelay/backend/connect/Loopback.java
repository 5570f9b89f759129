package dev.airelay.backend.connect;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.util.Locale;

/** Recognizes this machine's own addresses by their spelling. */
final class Loopback {

    private Loopback() {}

    static boolean is(String host) {
        String name = withoutTrailingDot(host.toLowerCase(Locale.ROOT));
        if (name.equals("localhost") || name.endsWith(".localhost")) {
            return true;
        }
        InetAddress address = NetUtil.createInetAddressFromIpAddressString(name);
        return address != null && address.isLoopbackAddress();
    }

    static String withoutTrailingDot(String name) {
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }
}
