package dev.airelay.transforms.parameter;

/**
 * What happens to one request parameter, and why.
 *
 * @param name the parameter's name in the dialect's request, a dotted path for nested ones
 * @param kind what the relay does with it
 * @param reason one short sentence for the client's developer
 */
public record ParameterRule(String name, ParameterClass kind, String reason) {}
