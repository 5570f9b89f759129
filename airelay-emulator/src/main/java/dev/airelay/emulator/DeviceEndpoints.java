package dev.airelay.emulator;

import dev.airelay.emulator.DeviceLogins.Answer;
import dev.airelay.emulator.DeviceLogins.Login;
import dev.airelay.emulator.LoginRequest.Encoding;
import dev.airelay.emulator.LoginWishes.DeviceWish;
import java.time.Duration;
import java.time.Instant;
import tools.jackson.databind.node.ObjectNode;

/** The device login: its start, its polls and the page on which the code is typed. */
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

    Performance start(IncomingRequest http) throws RefusedException {
        return stage.play(LoginTarget.USERCODE, LoginRequest.ofBody(http), this::start);
    }

    Performance poll(IncomingRequest http) throws RefusedException {
        return stage.play(LoginTarget.POLL, LoginRequest.ofBody(http), this::poll);
    }

    Performance page(IncomingRequest http) throws RefusedException {
        requireOffered();
        return LoginPages.device(
                "Enter the code that your program shows, but only if you started the sign-in yourself.");
    }

    Performance typed(IncomingRequest http) throws RefusedException {
        requireOffered();
        boolean known = state.deviceLogins().approve(LoginRequest.ofBody(http).field("user_code"), state.now());
        return known
                ? LoginPages.done("The emulated sign-in is approved. Return to your program.")
                : LoginPages.device("That code is unknown or has expired. Enter it again, or start the sign-in again.");
    }

    private Performance start(LoginRequest request, LoginWishes wishes) throws RefusedException {
        requireOffered();
        requireJson(request);
        OAuthRefusal.requireClient(request);
        DeviceOptions options = state.options().device();
        Instant end = state.now().plus(options.lifetime());
        Login login = new Login(state.ids().deviceAuth(), state.ids().userCode(), end, 0, false, null);
        state.deviceLogins().add(login);
        DeviceWish wish = wishes.device();
        ObjectNode body = Json.object().put("device_auth_id", login.id()).put(wish.codeField(), login.userCode());
        switch (wish.interval()) {
            case "text" ->
                body.put("interval", String.valueOf(options.interval().toSeconds()));
            case "number" -> body.put("interval", options.interval().toSeconds());
            default -> {}
        }
        if (wish.expiry().equals("in") || wish.expiry().equals("both")) {
            body.put("expires_in", options.lifetime().toSeconds());
        }
        if (wish.expiry().equals("at") || wish.expiry().equals("both")) {
            body.put("expires_at", end.toString());
        }
        return Performance.json(200, body, Transport.paced(Duration.ZERO));
    }

    private Performance poll(LoginRequest request, LoginWishes wishes) throws RefusedException {
        requireOffered();
        requireJson(request);
        OAuthRefusal.requireOnce(request, "device_auth_id", "user_code");
        Login login = state.deviceLogins()
                .find(request.field("device_auth_id"), request.field("user_code"))
                .orElseThrow(() -> OAuthRefusal.nested(404, UNKNOWN, "Device authorization is unknown."));
        if (login.expiredAt(state.now())) {
            throw OAuthRefusal.nested(403, EXPIRED, "The device authorization code has expired.");
        }
        int forced = wishes.device().pendingStatus();
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

    private Performance approved(Login login) {
        Login answered = state.deviceLogins().change(login, one -> one.answer() == null ? one.answered(answer()) : one);
        Answer answer = answered.answer();
        if (answer == null) {
            throw new IllegalStateException("an approved login has an answer");
        }
        ObjectNode body = Json.object()
                .put("authorization_code", answer.code())
                .put("code_challenge", Jwt.s256(answer.verifier()))
                .put("code_verifier", answer.verifier());
        return Performance.json(200, body, Transport.paced(Duration.ZERO));
    }

    private Answer answer() {
        String verifier = state.ids().codeVerifier();
        return new Answer(state.code(state.sitting(SCOPE), DEVICE_CALLBACK, Jwt.s256(verifier)), verifier);
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
