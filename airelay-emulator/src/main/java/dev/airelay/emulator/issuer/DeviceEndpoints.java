package dev.airelay.emulator.issuer;

import dev.airelay.emulator.api.DeviceOptions;
import dev.airelay.emulator.common.Json;
import dev.airelay.emulator.http.IncomingRequest;
import dev.airelay.emulator.http.Refusal;
import dev.airelay.emulator.http.RefusedException;
import dev.airelay.emulator.http.ScriptedResponse;
import dev.airelay.emulator.http.Transport;
import dev.airelay.emulator.issuer.DeviceLogins.IssuedCode;
import dev.airelay.emulator.issuer.DeviceLogins.Login;
import dev.airelay.emulator.issuer.LoginOverrides.DeviceOverride;
import dev.airelay.emulator.issuer.LoginRequest.Encoding;
import dev.airelay.emulator.script.ScriptTarget;
import java.time.Duration;
import java.time.Instant;
import tools.jackson.databind.node.ObjectNode;

/** The device login: its start, its polls and the page for the code. */
final class DeviceEndpoints {
    private static final String DEVICE_CALLBACK = "/deviceauth/callback";
    private static final String SCOPE = "openid profile email offline_access";
    private static final String PENDING = "deviceauth_authorization_pending";
    private static final String UNKNOWN = "deviceauth_authorization_unknown";
    private static final String EXPIRED = "deviceauth_authorization_expired";

    private final IssuerState state;
    private final LoginStage stage;

    DeviceEndpoints(IssuerState state, LoginStage stage) {
        this.state = state;
        this.stage = stage;
    }

    ScriptedResponse start(IncomingRequest http) throws RefusedException {
        return stage.play(ScriptTarget.USERCODE, LoginRequest.ofBody(http), this::start);
    }

    ScriptedResponse poll(IncomingRequest http) throws RefusedException {
        return stage.play(ScriptTarget.POLL, LoginRequest.ofBody(http), this::poll);
    }

    ScriptedResponse page(IncomingRequest http) throws RefusedException {
        requireOffered();
        return LoginPages.device(
                "Enter the code that your program shows, but only if you started the sign-in yourself.");
    }

    ScriptedResponse typed(IncomingRequest http) throws RefusedException {
        requireOffered();
        boolean known = state.approveDevice(LoginRequest.ofBody(http).field("user_code"));
        return known
                ? LoginPages.done("The emulated sign-in is approved. Return to your program.")
                : LoginPages.device("That code is unknown or has expired. Enter it again, or start the sign-in again.");
    }

    private ScriptedResponse start(LoginRequest request, LoginOverrides overrides) throws RefusedException {
        requireOffered();
        requireJson(request);
        OAuthRefusal.requireClient(request);
        DeviceOptions options = state.options().device();
        Instant end = state.now().plus(options.lifetime());
        Login login = new Login(state.ids().deviceAuth(), state.ids().userCode(), end, 0, false, null);
        state.deviceLogins().add(login);
        DeviceOverride override = overrides.device();
        ObjectNode body = Json.object().put("device_auth_id", login.id()).put(override.codeField(), login.userCode());
        switch (override.interval()) {
            case "text" ->
                body.put("interval", String.valueOf(options.interval().toSeconds()));
            case "number" -> body.put("interval", options.interval().toSeconds());
            default -> {}
        }
        if (override.expiry().equals("in") || override.expiry().equals("both")) {
            body.put("expires_in", options.lifetime().toSeconds());
        }
        if (override.expiry().equals("at") || override.expiry().equals("both")) {
            body.put("expires_at", end.toString());
        }
        return ScriptedResponse.json(200, body, Transport.paced(Duration.ZERO));
    }

    private ScriptedResponse poll(LoginRequest request, LoginOverrides overrides) throws RefusedException {
        requireOffered();
        requireJson(request);
        OAuthRefusal.requireOnce(request, "device_auth_id", "user_code");
        Login login = state.deviceLogins()
                .find(request.field("device_auth_id"), request.field("user_code"))
                .orElseThrow(() -> OAuthRefusal.nested(404, UNKNOWN, "Device authorization is unknown."));
        if (login.expiredAt(state.now())) {
            throw OAuthRefusal.nested(403, EXPIRED, "The device authorization code has expired.");
        }
        int forced = overrides.device().pendingStatus();
        if (forced != 0 || !isApproved(login)) {
            state.deviceLogins().change(login, Login::polled);
            throw OAuthRefusal.nested(
                    forced == 0 ? 403 : forced, PENDING, "Device authorization is pending. Please try again.");
        }
        return approved(login);
    }

    private boolean isApproved(Login login) {
        int polls = state.options().device().approvedAfterPolls();
        return login.approved() || (polls != DeviceOptions.BY_PAGE && login.polls() >= polls);
    }

    private ScriptedResponse approved(Login login) {
        Login answered = state.deviceLogins().change(login, one -> one.issued() == null ? one.issue(newCode()) : one);
        IssuedCode issued = answered.issued();
        if (issued == null) {
            throw new IllegalStateException("an approved login has a code");
        }
        ObjectNode body = Json.object()
                .put("authorization_code", issued.code())
                .put("code_challenge", Jwt.s256(issued.verifier()))
                .put("code_verifier", issued.verifier());
        return ScriptedResponse.json(200, body, Transport.paced(Duration.ZERO));
    }

    private IssuedCode newCode() {
        String verifier = state.ids().codeVerifier();
        return new IssuedCode(state.code(state.session(SCOPE), DEVICE_CALLBACK, Jwt.s256(verifier)), verifier);
    }

    private void requireOffered() throws RefusedException {
        if (!state.options().device().offered()) {
            throw new RefusedException(Refusal.detail(404, "Not Found"));
        }
    }

    private static void requireJson(LoginRequest request) throws RefusedException {
        if (request.encoding() != Encoding.JSON) {
            throw OAuthRefusal.invalidRequest("The body must be a JSON object of type application/json.");
        }
    }
}
