package dev.airelay.transforms.request;

import java.util.Map;

/**
 * A dialect's names of the upstream request's members. Immutable.
 *
 * @param byUpstreamName the dialect's member that an upstream member, with all below it, is made from
 */
public record MemberNames(Map<String, String> byUpstreamName) {

    /** Copies the names. */
    public MemberNames {
        byUpstreamName = Map.copyOf(byUpstreamName);
    }

    /** Returns the dialect's name of an upstream member or of a place in it; the same name where there is no other. */
    public String of(String upstreamName) {
        return byUpstreamName.entrySet().stream()
                .filter(name -> within(upstreamName, name.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(upstreamName);
    }

    private static boolean within(String path, String member) {
        return path.startsWith(member)
                && (path.length() == member.length() || ".[".indexOf(path.charAt(member.length())) >= 0);
    }
}
