package dev.airelay.emulator.control;

import dev.airelay.emulator.api.Approval;
import dev.airelay.emulator.api.EmulatedAccount;
import dev.airelay.emulator.api.IssuerOptions;
import dev.airelay.emulator.api.TokenLifetimes;
import dev.airelay.emulator.common.Json;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The login server's options as JSON, for the control path: one row per field, used for both ways. */
final class IssuerSettings {
    private record Row(
            BiFunction<IssuerOptions, JsonNode, IssuerOptions> read, BiConsumer<ObjectNode, IssuerOptions> write) {}

    private static final Map<String, Row> ROWS = rows();

    private IssuerSettings() {}

    static ObjectNode write(IssuerOptions options) {
        ObjectNode json = Json.object();
        ROWS.values().forEach(row -> row.write().accept(json, options));
        return json;
    }

    /** Returns the options with the changes of the object; throws {@link IllegalArgumentException} for invalid ones. */
    static IssuerOptions read(IssuerOptions options, ObjectNode changes) {
        IssuerOptions changed = options;
        for (Map.Entry<String, JsonNode> change : changes.properties()) {
            Row row = ROWS.get(change.getKey());
            if (row == null) {
                throw new IllegalArgumentException(
                        "unknown field " + change.getKey() + ", the fields are " + ROWS.keySet());
            }
            try {
                changed = row.read().apply(changed, change.getValue());
            } catch (IllegalArgumentException wrong) {
                throw new IllegalArgumentException(change.getKey() + ": " + wrong.getMessage(), wrong);
            }
        }
        return changed;
    }

    private static Map<String, Row> rows() {
        Map<String, Row> rows = new LinkedHashMap<>();
        rows.put(
                "approval",
                new Row(
                        (options, value) -> options.withApproval(Approval.of(string(value))),
                        (json, options) ->
                                json.put("approval", options.approval().wireName())));
        rows.put(
                "redirect_ports",
                new Row(
                        (options, value) -> options.withRedirectPorts(ports(value)),
                        (json, options) -> options.redirectPorts().stream()
                                .sorted()
                                .forEach(json.putArray("redirect_ports")::add)));
        text(rows, "account_id", EmulatedAccount::accountId, EmulatedAccount::withAccountId);
        text(rows, "plan", EmulatedAccount::plan, EmulatedAccount::withPlan);
        text(rows, "email", EmulatedAccount::email, EmulatedAccount::withEmail);
        text(rows, "routing_override", EmulatedAccount::routingOverride, EmulatedAccount::withRoutingOverride);
        text(rows, "residency", EmulatedAccount::residency, EmulatedAccount::withResidency);
        lifetime(rows, "access_token_seconds", TokenLifetimes::access, TokenLifetimes::withAccess);
        lifetime(rows, "id_token_seconds", TokenLifetimes::id, TokenLifetimes::withId);
        lifetime(rows, "refresh_token_seconds", TokenLifetimes::refresh, TokenLifetimes::withRefresh);
        lifetime(rows, "code_seconds", TokenLifetimes::code, TokenLifetimes::withCode);
        device(rows);
        return rows;
    }

    private static void device(Map<String, Row> rows) {
        rows.put(
                "device_login",
                new Row(
                        (options, value) -> options.withDevice(options.device().withOffered(flag(value))),
                        (json, options) ->
                                json.put("device_login", options.device().offered())));
        rows.put(
                "device_approved_after_polls",
                new Row(
                        (options, value) ->
                                options.withDevice(options.device().withApprovedAfterPolls((int) number(value))),
                        (json, options) -> json.put(
                                "device_approved_after_polls", options.device().approvedAfterPolls())));
        rows.put(
                "device_interval_seconds",
                new Row(
                        (options, value) ->
                                options.withDevice(options.device().withInterval(Duration.ofSeconds(number(value)))),
                        (json, options) -> json.put(
                                "device_interval_seconds",
                                options.device().interval().toSeconds())));
        rows.put(
                "device_code_seconds",
                new Row(
                        (options, value) ->
                                options.withDevice(options.device().withLifetime(Duration.ofSeconds(number(value)))),
                        (json, options) -> json.put(
                                "device_code_seconds",
                                options.device().lifetime().toSeconds())));
    }

    private static void text(
            Map<String, Row> rows,
            String name,
            Function<EmulatedAccount, String> get,
            BiFunction<EmulatedAccount, String, EmulatedAccount> with) {
        rows.put(
                name,
                new Row(
                        (options, value) -> options.withAccount(with.apply(options.account(), string(value))),
                        (json, options) -> json.put(name, get.apply(options.account()))));
    }

    private static void lifetime(
            Map<String, Row> rows,
            String name,
            Function<TokenLifetimes, Duration> get,
            BiFunction<TokenLifetimes, Duration, TokenLifetimes> with) {
        rows.put(
                name,
                new Row(
                        (options, value) -> options.withLifetimes(
                                with.apply(options.lifetimes(), Duration.ofSeconds(number(value)))),
                        (json, options) ->
                                json.put(name, get.apply(options.lifetimes()).toSeconds())));
    }

    private static Set<Integer> ports(JsonNode value) {
        Set<Integer> ports = new LinkedHashSet<>();
        if (!value.isArray()) {
            throw new IllegalArgumentException("must be an array of ports, was " + value);
        }
        value.forEach(port -> ports.add((int) number(port)));
        return ports;
    }

    private static String string(JsonNode value) {
        if (!value.isString()) {
            throw new IllegalArgumentException("must be a string, was " + value);
        }
        return value.stringValue("");
    }

    private static boolean flag(JsonNode value) {
        if (!value.isBoolean()) {
            throw new IllegalArgumentException("must be true or false, was " + value);
        }
        return value.booleanValue();
    }

    private static long number(JsonNode value) {
        if (!value.isIntegralNumber() || !value.canConvertToInt()) {
            throw new IllegalArgumentException("must be a whole number, was " + value);
        }
        return value.longValue();
    }
}
