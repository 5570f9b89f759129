package dev.airelay.emulator.issuer;

import dev.airelay.emulator.Emulator;
import dev.airelay.emulator.LoginIssuer;
import dev.airelay.emulator.common.Json;
import dev.airelay.emulator.http.WireClient;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Plays a client of the issuer over real sockets: browser, program and device. */
public final class IssuerClient {
    static final String VERIFIER = "verifier-of-at-least-forty-three-characters-0";
    public static final String STATE = "state-of-at-least-22-characters";
    public static final String REDIRECT = "http://localhost:1455/auth/callback";
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(LIMIT)
            .build();
    private final Emulator emulator;

    /** A client of the issuer of that emulator. */
    public IssuerClient(Emulator emulator) {
        this.emulator = emulator;
    }

    /** The query of a right authorize request. */
    public static Map<String, String> query() {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("response_type", "code");
        query.put("client_id", LoginIssuer.clientId());
        query.put("redirect_uri", REDIRECT);
        query.put("scope", "openid profile email offline_access");
        query.put("code_challenge", Jwt.s256(VERIFIER));
        query.put("code_challenge_method", "S256");
        query.put("id_token_add_organizations", "true");
        query.put("codex_cli_simplified_flow", "true");
        query.put("state", STATE);
        query.put("originator", "codex_cli_rs");
        return query;
    }

    /** Opens the authorize address with that query. */
    public WireClient.Answer authorize(Map<String, String> query) {
        return get("/oauth/authorize?" + encoded(query));
    }

    /** The parameters of the redirect a right authorize request is answered with. */
    public Map<String, String> redirected() {
        return parameters(authorize(query()));
    }

    /** The query parameters of the address that a response redirects to. */
    public static Map<String, String> parameters(WireClient.Answer redirect) {
        String location = redirect.header("location").orElseThrow(() -> new AssertionError(redirect.text()));
        return new QueryStringDecoder(location)
                .parameters().entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey, entry -> entry.getValue().get(0)));
    }

    /** The form that exchanges a code. */
    public static Map<String, String> exchange(String code) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "authorization_code");
        form.put("code", code);
        form.put("redirect_uri", REDIRECT);
        form.put("client_id", LoginIssuer.clientId());
        form.put("code_verifier", VERIFIER);
        return form;
    }

    /** A whole browser login: the token answer. */
    public JsonNode login() {
        return form("/oauth/token", exchange(code())).json();
    }

    /** A fresh authorization code. */
    public String code() {
        return redirected().getOrDefault("code", "");
    }

    /** Refreshes with that token. */
    public WireClient.Answer refresh(String refreshToken) {
        return json("/oauth/token", refreshBody(refreshToken));
    }

    /** The body of a refresh. */
    public static ObjectNode refreshBody(String refreshToken) {
        return Json.object()
                .put("client_id", LoginIssuer.clientId())
                .put("grant_type", "refresh_token")
                .put("refresh_token", refreshToken);
    }

    /** Revokes a token. */
    public WireClient.Answer revoke(String token, String hint) {
        ObjectNode body = Json.object().put("token", token).put("token_type_hint", hint);
        return json(
                "/oauth/revoke", hint.equals("refresh_token") ? body.put("client_id", LoginIssuer.clientId()) : body);
    }

    /** Starts a device login. */
    public WireClient.Answer startDevice() {
        return json("/api/accounts/deviceauth/usercode", Json.object().put("client_id", LoginIssuer.clientId()));
    }

    /** Polls a device login that has been started. */
    public WireClient.Answer poll(JsonNode started) {
        return json(
                "/api/accounts/deviceauth/token",
                Json.object()
                        .put("device_auth_id", Json.string(started, "device_auth_id"))
                        .put("user_code", Json.string(started, "user_code", Json.string(started, "usercode"))));
    }

    /** Gets a path of the issuer. */
    public WireClient.Answer get(String path) {
        return send(request(path).GET());
    }

    /** Posts a form. */
    public WireClient.Answer form(String path, Map<String, String> form) {
        return send(request(path)
                .setHeader("content-type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(encoded(form))));
    }

    /** Posts a JSON body. */
    public WireClient.Answer json(String path, ObjectNode body) {
        return send(request(path)
                .setHeader("content-type", "application/json")
                .POST(BodyPublishers.ofByteArray(Json.bytes(body))));
    }

    /** The models list with that access token. */
    public WireClient.Answer models(String accessToken, String account) {
        return send(request("/backend-api/codex/models?client_version=0.160.0")
                .setHeader("authorization", "Bearer " + accessToken)
                .setHeader("chatgpt-account-id", account)
                .GET());
    }

    /** The claims of a JWT. */
    public static JsonNode claims(String jwt) {
        return Json.read(Base64.getUrlDecoder().decode(jwt.split("\\.")[1]))
                .orElseThrow(() -> new AssertionError("no claims in " + jwt));
    }

    /** The fields as a query or form. */
    public static String encoded(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "="
                        + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8)
                                .replace("+", "%20"))
                .collect(Collectors.joining("&"));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(emulator.issuer().baseUrl() + path))
                .timeout(LIMIT);
    }

    private WireClient.Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<byte[]> response = http.send(request.build(), BodyHandlers.ofByteArray());
            return new WireClient.Answer(response.statusCode(), response.headers(), response.body());
        } catch (IOException cut) {
            throw new UncheckedIOException(cut);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }
}
