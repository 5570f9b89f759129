package dev.airelay.config;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The configuration is invalid. The message lists every problem, one per line, and contains no secret. */
public final class ConfigException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<ConfigProblem> problems;

    ConfigException(List<ConfigProblem> problems, @Nullable Throwable cause) {
        super(problems.stream().map(ConfigProblem::message).collect(Collectors.joining("\n")), cause);
        this.problems = List.copyOf(problems);
    }

    /** Creates the exception of one problem. */
    public ConfigException(ConfigProblem problem, @Nullable Throwable cause) {
        this(List.of(problem), cause);
    }

    /** Every problem in the order flags, environment, file. */
    public List<ConfigProblem> problems() {
        return problems;
    }
}
