package dev.airelay.config;

/**
 * One problem of the configuration.
 *
 * @param source the file as shown to users, the environment variable or the flag
 * @param line line in the file, from 1; 0 when there is none
 * @param column column in the line, from 1; 0 when there is none
 * @param key the name of the setting; empty when the problem is not about one
 * @param reason the error and the allowed values, e.g. {@code must be 0..65535, was 99999}
 */
public record ConfigProblem(String source, int line, int column, String key, String reason) {

    /** A problem of a whole source. */
    public static ConfigProblem of(String source, String reason) {
        return new ConfigProblem(source, 0, 0, "", reason);
    }

    /** One line for people, e.g. {@code ~/.config/airelay/config.toml:12: server.port must be 0..65535, was 99999}. */
    public String message() {
        StringBuilder text = new StringBuilder(source);
        if (line > 0) {
            text.append(':').append(line);
        }
        if (column > 0) {
            text.append(':').append(column);
        }
        text.append(": ");
        if (!key.isEmpty() && !key.equals(source)) {
            text.append(key).append(' ');
        }
        return text.append(reason).toString();
    }
}
