package dev.airelay.auth.login;

import java.util.List;
import java.util.stream.Stream;

/**
 * The ports of the redirect address, in order of preference. The login server accepts only the two of {@link #registered()}.
 *
 * @param preferred 1 to 65535
 * @param fallback 1 to 65535; the same as preferred when there is none
 */
public record LoopbackPorts(int preferred, int fallback) {
    /** Checks both. */
    public LoopbackPorts {
        requirePort("preferred", preferred);
        requirePort("fallback", fallback);
    }

    /** 1455 and 1457: the ports registered for the client id of the Codex CLI. */
    public static LoopbackPorts registered() {
        return new LoopbackPorts(1455, 1457);
    }

    /** Returns the ports in the order in which to try them. */
    public List<Integer> inOrder() {
        return Stream.of(preferred, fallback).distinct().toList();
    }

    private static void requirePort(String name, int port) {
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException(name + " must be 1..65535, was " + port);
        }
    }
}
