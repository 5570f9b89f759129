package dev.airelay.security;

/**
 * A header of an answer to a browser.
 *
 * @param name lower case
 * @param value ready to be sent
 */
public record CorsHeader(String name, String value) {}
