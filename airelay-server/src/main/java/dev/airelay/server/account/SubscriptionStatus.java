package dev.airelay.server.account;

import dev.airelay.backend.account.AccountCache;
import dev.airelay.backend.account.LimitReport;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes the upstream's report of the plan in one shape: every member is always present, and null if the upstream sends no
 * usable value. Limits received after the report replace its windows.
 *
 * @param now the current time
 */
public record SubscriptionStatus(Instant now) {

    private static final String UPSTREAM_PATH = "/backend-api/wham/usage";
    private static final String DEFAULT_LIMIT = "rate_limit";
    private static final String FEATURE = "metered_feature";

    /** Returns the status object of a usage that the upstream has just reported. */
    public static ObjectNode of(ObjectNode usage, Instant now) {
        return new SubscriptionStatus(now).of(new AccountCache.Known<>(usage, now, false), Optional.empty());
    }

    /** Returns the status object. */
    ObjectNode of(AccountCache.Known<ObjectNode> known, Optional<LimitReport> heard) {
        ObjectNode usage = known.value();
        Optional<LimitReport> newer = heard.filter(report -> report.at().isAfter(known.since()));
        ObjectNode status = JsonNodeFactory.instance.objectNode().put("object", "subscription_status");
        Instant captured = newer.map(LimitReport::at).orElse(known.since());
        status.put("captured_at", DateTimeFormatter.ISO_INSTANT.format(captured.truncatedTo(ChronoUnit.MILLIS)));
        status.putObject("source")
                .put("kind", "chatgpt_subscription")
                .put("upstream_path", UPSTREAM_PATH)
                .put("stale", known.stale());
        putAccount(status.putObject("account"), usage, newer);
        putLimits(status.putObject("rate_limits"), usage, newer);
        status.set("credits", credits(usage.path("credits"), newer));
        status.set("spend_control", objectOrNull(usage.path("spend_control")));
        status.put("rate_limit_reached_type", reachedType(usage.path("rate_limit_reached_type")));
        status.set("rate_limit_reset_credits", objectOrNull(usage.path("rate_limit_reset_credits")));
        return status;
    }

    private static void putAccount(ObjectNode account, ObjectNode usage, Optional<LimitReport> newer) {
        account.put("user_id", text(usage, "user_id"))
                .put("account_id", text(usage, "account_id"))
                .put("email", text(usage, "email"))
                .put("plan_type", newer.flatMap(LimitReport::plan).orElse(text(usage, "plan_type")));
    }

    private void putLimits(ObjectNode limits, ObjectNode usage, Optional<LimitReport> newer) {
        LimitStatus writer = new LimitStatus(now.getEpochSecond());
        limits.set("default", writer.of(usage.path(DEFAULT_LIMIT), family(newer, LimitReport.DEFAULT_FAMILY)));
        limits.set("code_review", writer.of(usage.path("code_review_rate_limit"), Optional.empty()));
        ArrayNode additional = limits.putArray("additional");
        for (JsonNode entry : usage.path("additional_rate_limits")) {
            String feature = text(entry, FEATURE);
            Optional<LimitReport.Family> heard = feature == null ? Optional.empty() : family(newer, feature);
            additional
                    .addObject()
                    .put("limit_name", text(entry, "limit_name"))
                    .put(FEATURE, feature)
                    .set("rate_limit", writer.of(entry.path(DEFAULT_LIMIT), heard));
        }
    }

    private static Optional<LimitReport.Family> family(Optional<LimitReport> newer, String id) {
        return newer.map(report -> report.families().get(id));
    }

    private static JsonNode credits(JsonNode reported, Optional<LimitReport> newer) {
        Optional<LimitReport.Credits> heard = newer.flatMap(LimitReport::credits);
        if (!reported.isObject() && heard.isEmpty()) {
            return JsonNodeFactory.instance.nullNode();
        }
        ObjectNode credits = JsonNodeFactory.instance.objectNode();
        credits.put("has_credits", heard.map(LimitReport.Credits::hasCredits).orElse(flag(reported, "has_credits")));
        credits.put("unlimited", heard.map(LimitReport.Credits::unlimited).orElse(flag(reported, "unlimited")));
        credits.put("overage_limit_reached", flag(reported, "overage_limit_reached"));
        credits.put("balance", heard.flatMap(LimitReport.Credits::balance).orElse(balance(reported.path("balance"))));
        putList(credits, reported, "approx_local_messages");
        putList(credits, reported, "approx_cloud_messages");
        return credits;
    }

    private static void putList(ObjectNode to, JsonNode from, String name) {
        JsonNode list = from.path(name);
        to.set(name, list.isArray() ? list.deepCopy() : JsonNodeFactory.instance.arrayNode());
    }

    /** The upstream writes text; a number is equivalent. */
    private static @Nullable String balance(JsonNode balance) {
        return balance.isString() || balance.isNumber() ? balance.asString() : null;
    }

    private static @Nullable String reachedType(JsonNode reached) {
        String type = reached.isObject() ? text(reached, "type") : text(reached);
        return reached.isObject() && type == null ? text(reached, "kind") : type;
    }

    private static JsonNode objectOrNull(JsonNode node) {
        return node.isObject() ? node.deepCopy() : JsonNodeFactory.instance.nullNode();
    }

    private static @Nullable Boolean flag(JsonNode node, String name) {
        return node.path(name).isBoolean() ? node.path(name).booleanValue() : null;
    }

    private static @Nullable String text(JsonNode node, String name) {
        return text(node.path(name));
    }

    private static @Nullable String text(JsonNode node) {
        return node.isString() && !node.stringValue().isEmpty() ? node.stringValue() : null;
    }
}
