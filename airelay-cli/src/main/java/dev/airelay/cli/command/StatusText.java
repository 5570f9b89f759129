package dev.airelay.cli.command;

import dev.airelay.auth.session.SessionStatus;
import dev.airelay.cli.context.CommandContext;
import dev.airelay.cli.relay.PlanWindows;
import dev.airelay.cli.relay.RecentActivity;
import dev.airelay.cli.text.Page;
import dev.airelay.cli.text.SessionReport;
import dev.airelay.cli.text.TextStyle;
import dev.airelay.cli.text.TimeText;
import dev.airelay.config.ConfigKeys;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** The report about where things stand, in about a dozen lines at any width. */
final class StatusText {
    private static final int MOST_CLIENTS = 5;

    private final CommandContext context;
    private final StatusReport report;
    private final Page page;
    private final TimeText times;

    StatusText(CommandContext context, StatusReport report) {
        this.context = context;
        this.report = report;
        page = context.page().within(context.width());
        times = context.times();
    }

    void print() {
        printHead();
        page.line("");
        printPlan();
        printSession();
        if (!report.state().config().get(ConfigKeys.REQUIRE_BEARER_AUTH)) {
            page.labeled("Token", "not required", TextStyle.WARN, "");
        } else if (report.state().tokenMissing()) {
            page.labeled("Token", "missing", TextStyle.BAD, "");
        }
        printClients();
        report.activity().trouble().ifPresent(why -> page.labeled("Log", "cannot be read: " + why, TextStyle.WARN, ""));
        printProblem();
        printSteps();
    }

    private void printHead() {
        String version = "AIRelay " + report.version();
        if (report.relay().isEmpty()) {
            page.head(
                    version,
                    "not running",
                    TextStyle.WARN,
                    report.stranger().map(url -> "another relay uses " + url).orElse(""));
            return;
        }
        String where = report.relay().get().baseUrl().toString();
        String up = report.startedAt()
                .map(at -> "   up "
                        + TimeText.span(Duration.between(at, context.clock().instant())))
                .orElse("");
        page.head(
                version,
                report.ready() ? "ready" : "not ready",
                report.ready() ? TextStyle.GOOD : TextStyle.WARN,
                where + up);
    }

    private void printPlan() {
        report.usage()
                .ifPresent(usage -> new PlanWindows(times, context.unicode(), context.width())
                        .print(page, usage.path("rate_limits")));
        if (!report.usageTrouble().isEmpty()) {
            page.labeled("Plan", "not known: " + report.usageTrouble(), TextStyle.WARN, "");
        }
    }

    private void printSession() {
        SessionStatus session = report.state().session();
        if (!session.authenticated()) {
            page.labeled("Session", "not signed in", TextStyle.WARN, "");
            return;
        }
        List<String> facts = new ArrayList<>();
        String plan = report.usage()
                .map(usage -> usage.at("/account/plan_type"))
                .filter(JsonNode::isString)
                .map(JsonNode::stringValue)
                .orElse(session.planType() == null ? "" : session.planType());
        if (!plan.isEmpty()) {
            facts.add(plan.substring(0, 1).toUpperCase(Locale.ROOT) + plan.substring(1));
        }
        facts.add(session.email() == null ? "account " + session.accountId() : session.email());
        facts.add(new SessionReport(session).place());
        boolean usable = session.readyForRequests();
        page.labeled(
                "Session",
                String.join(", ", facts) + (usable ? "" : ", cannot be used"),
                usable ? TextStyle.PLAIN : TextStyle.WARN,
                "");
    }

    private void printClients() {
        List<RecentActivity.Client> clients = report.activity().clients();
        if (clients.isEmpty()) {
            if (report.relay().isPresent()) {
                page.labeled("Clients", "none in the last hour", TextStyle.DIM, "");
            }
            return;
        }
        String seen = clients.stream()
                .limit(MOST_CLIENTS)
                .map(client -> client.name() + " " + times.ago(client.last()) + (client.failing() ? ", failing" : ""))
                .collect(Collectors.joining(context.unicode() ? " · " : "; "));
        int more = clients.size() - MOST_CLIENTS;
        page.labeled("Clients", seen + (more > 0 ? " and " + more + " more" : ""), TextStyle.PLAIN, "");
    }

    private void printProblem() {
        report.activity().problem().ifPresent(problem -> {
            page.line("");
            String what = problem.client()
                    + (problem.model().isEmpty() ? "" : " asked for " + problem.model())
                    + outcome(problem.status())
                    + (problem.code().isEmpty() ? "" : ", " + problem.code())
                    + (problem.message().isEmpty() ? "" : ". " + problem.message());
            page.paragraph("Last problem   " + times.shortly(problem.at()) + "  ", what);
        });
    }

    private static String outcome(int status) {
        return switch (status) {
            case 0 -> " and left before the response";
            case HttpURLConnection.HTTP_OK -> ", and the response broke off";
            default -> ": status " + status;
        };
    }

    private void printSteps() {
        List<String> steps = report.steps();
        if (steps.isEmpty()) {
            return;
        }
        page.line("");
        for (int i = 0; i < steps.size(); i++) {
            page.paragraph(i == 0 ? "Next   " : "       ", steps.get(i));
        }
    }
}
