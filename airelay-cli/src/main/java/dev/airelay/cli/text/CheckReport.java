package dev.airelay.cli.text;

import dev.airelay.server.Check;
import dev.airelay.server.ExitStatus;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A check-up for programs and for people. */
public record CheckReport(List<Check> checks) {

    /** How the run ends: well, or as the first failure says. */
    public ExitStatus exit() {
        return checks.stream()
                .filter(check -> check.result() == Check.Result.FAIL)
                .map(Check::exit)
                .findFirst()
                .orElse(ExitStatus.OK);
    }

    public ObjectNode json() {
        ObjectNode document = Json.object().put("ok", exit() == ExitStatus.OK);
        document.putObject("summary")
                .put("passed", count(Check.Result.PASS))
                .put("warnings", count(Check.Result.WARN))
                .put("failed", count(Check.Result.FAIL))
                .put("skipped", count(Check.Result.SKIP));
        ArrayNode list = document.putArray("checks");
        for (Check check : checks) {
            ObjectNode entry = list.addObject()
                    .put("name", check.name())
                    .put("status", check.result().name().toLowerCase(Locale.ROOT))
                    .put("message", check.message());
            check.remedy().ifPresent(remedy -> entry.putArray("next_steps").add(remedy));
        }
        Json.addSteps(document, steps());
        return document;
    }

    public void print(Page page) {
        page.title(title()).section("Checks");
        for (Check check : checks) {
            page.check(check.name(), word(check.result()), check.message(), tone(check.result()));
        }
        page.steps(steps());
    }

    private String title() {
        long failed = count(Check.Result.FAIL);
        long warnings = count(Check.Result.WARN);
        if (failed > 0) {
            return failed + " of " + checks.size() + " checks failed";
        }
        return warnings > 0
                ? "No check failed, " + warnings + (warnings == 1 ? " warning" : " warnings")
                : "All checks passed";
    }

    private List<String> steps() {
        return checks.stream()
                .flatMap(check -> check.remedy().stream())
                .distinct()
                .toList();
    }

    private long count(Check.Result result) {
        return checks.stream().filter(check -> check.result() == result).count();
    }

    private static String word(Check.Result result) {
        return switch (result) {
            case PASS -> "ok";
            case WARN -> "warn";
            case FAIL -> "FAILED";
            case SKIP -> "-";
        };
    }

    private static TextStyle tone(Check.Result result) {
        return switch (result) {
            case PASS -> TextStyle.GOOD;
            case WARN -> TextStyle.WARN;
            case FAIL -> TextStyle.BAD;
            case SKIP -> TextStyle.DIM;
        };
    }
}
