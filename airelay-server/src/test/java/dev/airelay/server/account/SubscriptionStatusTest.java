package dev.airelay.server.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.backend.account.AccountCache;
import dev.airelay.backend.account.LimitReport;
import dev.airelay.backend.account.LimitWindow;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class SubscriptionStatusTest {

    private static final Instant NOW = Instant.ofEpochSecond(1_000_000);
    private static final String PRIMARY = "/rate_limits/default/primary_window/";

    private static JsonNode status(String usage, Optional<LimitReport> heard) {
        ObjectNode report = (ObjectNode) JsonMapper.shared().readTree(usage);
        return new SubscriptionStatus(NOW).of(new AccountCache.Known<>(report, NOW.minusSeconds(30), false), heard);
    }

    private static JsonNode status(String usage) {
        return status(usage, Optional.empty());
    }

    private static Optional<LimitReport> heard(double used, Instant at) {
        LimitWindow window = new LimitWindow(used, OptionalLong.of(604_800), OptionalLong.of(1_000_060));
        return Optional.of(new LimitReport(
                Map.of("codex", new LimitReport.Family(Optional.of(window), Optional.empty())),
                Optional.of("pro"),
                Optional.of(new LimitReport.Credits(true, false, Optional.empty())),
                at));
    }

    @Test
    void everyMemberIsPresentWithoutValues() {
        assertThat(status("{}").toString()).isEqualTo("""
                {"object":"subscription_status","captured_at":"1970-01-12T13:46:10Z",\
                "source":{"kind":"chatgpt_subscription","upstream_path":"/backend-api/wham/usage","stale":false},\
                "account":{"user_id":null,"account_id":null,"email":null,"plan_type":null},\
                "rate_limits":{"default":null,"code_review":null,"additional":[]},\
                "credits":null,"spend_control":null,"rate_limit_reached_type":null,"rate_limit_reset_credits":null}""");
    }

    @ParameterizedTest
    @CsvSource({
        "604800, weekly, 10080",
        "18000, 5h, 300",
        "86400, 1d, 1440",
        "2592000, 30d, 43200",
        "1800, 30m, 30",
        "61, 61s, 2",
        "18000.0, 5h, 300",
        "0, null, 0",
    })
    void windowsAreNamedByTheirLength(String seconds, String label, long minutes) {
        JsonNode status = status("{\"rate_limit\":{\"primary_window\":{\"limit_window_seconds\":" + seconds + "}}}");

        assertThat(status.at(PRIMARY + "window_label").asString("null")).isEqualTo(label);
        assertThat(status.at(PRIMARY + "window_minutes").longValue()).isEqualTo(minutes);
    }

    @ParameterizedTest
    @CsvSource({"37, 37.0, 63.0", "33.333, 33.333, 66.67", "120, 120.0, 0.0", "-5, -5.0, 100.0"})
    void whatRemainsIsWithinItsBounds(String used, double shown, double remaining) {
        JsonNode status = status("{\"rate_limit\":{\"primary_window\":{\"used_percent\":" + used + "}}}");

        assertThat(status.at(PRIMARY + "used_percent").doubleValue()).isEqualTo(shown);
        assertThat(status.at(PRIMARY + "remaining_percent").doubleValue()).isEqualTo(remaining);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"true", "\"18000\"", "1.5", "1e300", "null", "[]"})
    void otherThanWholeNumberIsNull(String value) {
        JsonNode status = status("{\"rate_limit\":{\"primary_window\":{\"limit_window_seconds\":" + value
                + ",\"reset_at\":" + value + ",\"reset_after_seconds\":" + value + "}}}");

        for (String member :
                new String[] {"window_seconds", "window_minutes", "window_label", "reset_at", "reset_at_iso"}) {
            assertThat(status.at(PRIMARY + member).isNull()).as(member).isTrue();
        }
    }

    @Test
    void restIsTakenOver() {
        JsonNode status = status("""
                {"user_id":"u","account_id":"a","email":"","plan_type":"team",\
                "rate_limit":{"allowed":true,"limit_reached":"no","primary_window":{"reset_at":1000100}},\
                "additional_rate_limits":[{"limit_name":"Spark","metered_feature":"codex_x","rate_limit":null}],\
                "credits":{"has_credits":true,"balance":"1.50","approx_local_messages":[1,2]},\
                "spend_control":{"reached":false},"rate_limit_reached_type":{"kind":"rate_limit_reached"},\
                "rate_limit_reset_credits":7}""");

        assertThat(status.at("/account/email").isNull()).isTrue();
        assertThat(status.at("/account/plan_type").stringValue()).isEqualTo("team");
        assertThat(status.at("/rate_limits/default/allowed").booleanValue()).isTrue();
        assertThat(status.at("/rate_limits/default/limit_reached").isNull()).isTrue();
        assertThat(status.at(PRIMARY + "reset_after_seconds").longValue()).isEqualTo(100);
        assertThat(status.at(PRIMARY + "reset_at_iso").stringValue()).isEqualTo("1970-01-12T13:48:20Z");
        assertThat(status.at("/rate_limits/additional/0").toString())
                .isEqualTo("{\"limit_name\":\"Spark\",\"metered_feature\":\"codex_x\",\"rate_limit\":null}");
        assertThat(status.path("credits").toString())
                .isEqualTo("{\"has_credits\":true,\"unlimited\":null,\"overage_limit_reached\":null,"
                        + "\"balance\":\"1.50\",\"approx_local_messages\":[1,2],\"approx_cloud_messages\":[]}");
        assertThat(status.at("/spend_control/reached").booleanValue()).isFalse();
        assertThat(status.path("rate_limit_reached_type").stringValue()).isEqualTo("rate_limit_reached");
        assertThat(status.path("rate_limit_reset_credits").isNull()).isTrue();
    }

    @Test
    void laterReportCounts() {
        JsonNode status = status("""
                {"plan_type":"plus","rate_limit":{"allowed":true,"limit_reached":false,\
                "primary_window":{"used_percent":1,"limit_window_seconds":18000,"reset_after_seconds":5}}}""", heard(50, NOW));

        assertThat(status.path("captured_at").stringValue()).isEqualTo(NOW.toString());
        assertThat(status.at("/account/plan_type").stringValue()).isEqualTo("pro");
        assertThat(status.at(PRIMARY + "used_percent").doubleValue()).isEqualTo(50);
        assertThat(status.at(PRIMARY + "window_label").stringValue()).isEqualTo("weekly");
        assertThat(status.at(PRIMARY + "reset_after_seconds").longValue()).isEqualTo(60);
        assertThat(status.at("/rate_limits/default/allowed").booleanValue()).isTrue();
        assertThat(status.at("/credits/has_credits").booleanValue()).isTrue();
    }

    @Test
    void windowReportedAsFullReachesTheLimit() {
        JsonNode limit = status("{}", heard(100, NOW)).at("/rate_limits/default");

        assertThat(limit.path("limit_reached").booleanValue()).isTrue();
        assertThat(limit.path("allowed").booleanValue()).isFalse();
    }

    @Test
    void earlierReportDoesNotCount() {
        JsonNode status = status("{\"plan_type\":\"plus\"}", heard(50, NOW.minusSeconds(31)));

        assertThat(status.at("/account/plan_type").stringValue()).isEqualTo("plus");
        assertThat(status.at("/rate_limits/default").isNull()).isTrue();
    }
}
