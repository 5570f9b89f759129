package dev.airelay.auth.login;

import dev.airelay.auth.issuer.AuthorizationCode;
import dev.airelay.auth.issuer.IssuerCall;
import dev.airelay.auth.issuer.IssuerChannel;
import dev.airelay.auth.issuer.IssuerError;
import dev.airelay.auth.issuer.IssuerException;
import dev.airelay.auth.issuer.IssuerException.Kind;
import dev.airelay.auth.issuer.IssuerRefusal;
import dev.airelay.auth.issuer.IssuerReply;
import dev.airelay.auth.issuer.JsonBody;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The login server's two endpoints for devices. Safe for concurrent use; blocks. */
final class DeviceClient {
    private static final String START_PATH = "/api/accounts/deviceauth/usercode";
    private static final String POLL_PATH = "/api/accounts/deviceauth/token";
    private static final String REDIRECT_PATH = "/deviceauth/callback";
    private static final String DEVICE_AUTH_ID = "device_auth_id";
    private static final String USER_CODE = "user_code";
    private static final String OWN_CODES = "deviceauth_";
    private static final Pattern SECONDS = Pattern.compile("[1-9][0-9]{0,8}");
    private static final long DEFAULT_INTERVAL_SECONDS = 5;
    private static final long MAX_INTERVAL_SECONDS = 60;

    private final IssuerChannel channel;
    private final IssuerRefusal refusal;

    DeviceClient(IssuerChannel channel) {
        this.channel = channel;
        this.refusal = new IssuerRefusal(channel.host());
    }

    /** Starts a device login. */
    DeviceAuthorization start() throws IssuerException, InterruptedException {
        ObjectNode body = JsonNodeFactory.instance
                .objectNode()
                .put("client_id", channel.options().clientId());
        IssuerCall call = IssuerCall.json("start the device sign-in", START_PATH, body, List.of());
        IssuerReply reply = channel.send(call);
        if (reply.status() == 404) {
            throw new IssuerException(
                    Kind.PERMANENT,
                    "device_login_disabled",
                    channel.host()
                            + " does not offer sign-in with a device code. To use a browser instead, run: airelay login --browser");
        }
        if (reply.status() != 200) {
            throw refusal.of(call, reply);
        }
        return authorization(call, JsonBody.read(reply.body()));
    }

    private DeviceAuthorization authorization(IssuerCall call, JsonNode root) throws IssuerException {
        Optional<String> id = JsonBody.secret(root.path(DEVICE_AUTH_ID));
        Optional<String> code = JsonBody.secret(root.path(USER_CODE)).or(() -> JsonBody.secret(root.path("usercode")));
        if (id.isEmpty() || code.isEmpty()) {
            throw refusal.unusable(
                    call, "answered without " + (id.isEmpty() ? DEVICE_AUTH_ID : USER_CODE) + ". Try again later.");
        }
        long interval = seconds(root.path("interval")).orElse(DEFAULT_INTERVAL_SECONDS);
        OptionalLong expiresIn = seconds(root.path("expires_in"));
        return new DeviceAuthorization(
                id.get(),
                code.get(),
                Duration.ofSeconds(Math.min(interval, MAX_INTERVAL_SECONDS)),
                expiresIn.isPresent() ? Optional.of(Duration.ofSeconds(expiresIn.getAsLong())) : Optional.empty());
    }

    /** A positive number of seconds, written as a number or as text. */
    private static OptionalLong seconds(JsonNode node) {
        String text = node.isString() || node.isNumber() ? node.asString().strip() : "";
        return SECONDS.matcher(text).matches() ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
    }

    /**
     * Polls once whether the owner has signed in.
     *
     * @throws IssuerException if the login server refuses permanently
     * @throws LoginException if the code has expired or the owner declined
     */
    DevicePoll poll(DeviceAuthorization device) throws IssuerException, LoginException, InterruptedException {
        ObjectNode body = JsonNodeFactory.instance
                .objectNode()
                .put(DEVICE_AUTH_ID, device.deviceAuthId())
                .put(USER_CODE, device.userCode());
        IssuerCall call = IssuerCall.json(
                "check the device sign-in", POLL_PATH, body, List.of(device.deviceAuthId(), device.userCode()));
        IssuerReply reply;
        try {
            reply = channel.send(call);
        } catch (IssuerException onTheWay) {
            return new DevicePoll.TryLater(onTheWay.getMessage(), Optional.empty());
        }
        return reply.status() == 200 ? granted(call, JsonBody.read(reply.body())) : notYet(call, reply);
    }

    private DevicePoll granted(IssuerCall call, JsonNode root) throws IssuerException {
        Optional<String> code = JsonBody.secret(root.path("authorization_code"));
        Optional<String> verifier = JsonBody.secret(root.path("code_verifier"));
        if (code.isEmpty() || verifier.isEmpty()) {
            throw refusal.unusable(
                    call,
                    "answered without " + (code.isEmpty() ? "authorization_code" : "code_verifier")
                            + ". To start over, run: airelay login --device");
        }
        return new DevicePoll.Granted(new AuthorizationCode(
                code.get(), channel.options().endpoint(REDIRECT_PATH).toString(), verifier.get()));
    }

    private DevicePoll notYet(IssuerCall call, IssuerReply reply) throws IssuerException, LoginException {
        IssuerError error = IssuerError.of(reply, call.secrets());
        if (reply.status() == 429 || error.hasCode("slow_down")) {
            return new DevicePoll.SlowDown(reply.retryAfter());
        }
        if (IssuerRefusal.isOutOfOrder(reply, error)) {
            return new DevicePoll.TryLater(refusal.of(call, reply).getMessage(), reply.retryAfter());
        }
        if (error.hasCode("access_denied", "authorization_declined")) {
            throw new LoginException(
                    LoginFailure.DENIED,
                    "You declined the sign-in in the browser. Nothing was saved. To try again, run: airelay login --device");
        }
        if (error.saysExpired()) {
            throw expired();
        }
        if (error.hasCode("authorization_pending")) {
            return new DevicePoll.Pending();
        }
        if (reply.status() == 403 || reply.status() == 404) {
            // Both mean pending; the code of another service, such as one about the country, is worth reporting.
            return error.code().filter(code -> !code.startsWith(OWN_CODES)).isEmpty()
                    ? new DevicePoll.Pending()
                    : new DevicePoll.TryLater(refusal.of(call, reply).getMessage(), reply.retryAfter());
        }
        throw refusal.of(call, reply);
    }

    static LoginException expired() {
        return new LoginException(
                LoginFailure.DEVICE_CODE_EXPIRED,
                "The device code has expired. Nothing was saved. To get a new code, run: airelay login --device");
    }
}
