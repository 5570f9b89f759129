package dev.airelay.security;

/**
 * A header of a response to a browser.
 *
 * @param name lower case
 * @param value as sent
 */
public record CorsHeader(String name, String value) {}
