package dev.airelay.cli;

import dev.airelay.emulator.api.RecordedRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Looks for secrets in what commands say, write and answer: for known ones, and for the shapes of the emulator's. */
final class SecretSweep {
    private static final List<String> TOKENS = List.of("id_token", "access_token", "refresh_token");
    private static final List<String> SENT =
            List.of("code", "code_verifier", "refresh_token", "token", "device_auth_id", "user_code");
    private static final List<String> SECRET_FILES = List.of("auth.json", "relay-token");
    private static final Map<String, Pattern> SHAPES = Map.of(
            "a JWT", Pattern.compile("eyJ[\\w-]{8,}\\.eyJ[\\w-]{8,}"),
            "a refresh token", Pattern.compile("\\brt_[A-Za-z0-9]{43}"),
            "an authorization code", Pattern.compile("\\bac_[A-Za-z0-9]{43}"),
            "a device login", Pattern.compile("\\bdeviceauth_[0-9a-f]{43}"));

    private final Map<String, String> kinds = new LinkedHashMap<>();
    private final Map<String, String> texts = new LinkedHashMap<>();

    /** Knows a secret from now on. */
    SecretSweep secret(String kind, String value) {
        if (!value.isEmpty()) {
            kinds.putIfAbsent(value, kind);
        }
        return this;
    }

    /** Knows the tokens of a session file, if there is one. */
    void session(Path file) throws IOException {
        if (Files.exists(file)) {
            JsonNode tokens =
                    JsonMapper.shared().readTree(Files.readAllBytes(file)).path("tokens");
            TOKENS.forEach(name -> secret(name, tokens.path(name).asString("")));
        }
    }

    /** Knows what requests to the issuer held. */
    void requests(List<RecordedRequest> requests) {
        for (RecordedRequest request : requests) {
            SENT.forEach(name -> request.field(name).ifPresent(value -> secret(name, value)));
            int state = request.target().indexOf("state=");
            if (state >= 0) {
                secret(
                        "state",
                        request.target().substring(state + "state=".length()).split("&", 2)[0]);
            }
        }
    }

    /** Keeps a text that must hold no secret but those shown on purpose. */
    void text(String name, String text, String... shown) {
        String left = text;
        for (String known : shown) {
            left = left.replace(known, "");
        }
        texts.put(texts.size() + " " + name, left);
    }

    void text(String name, TestProcess.Result result, String... shown) {
        text("the output of " + name, result.out(), shown);
        text("the errors of " + name, result.err(), shown);
    }

    /** Keeps every file below a directory but those made to hold a secret. */
    void files(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                if (!SECRET_FILES.contains(file.getFileName().toString())) {
                    text(file.toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
                }
            }
        }
    }

    /** The kinds of the secrets that are known. */
    List<String> known() {
        return kinds.values().stream().distinct().toList();
    }

    /** Which text holds which kind of secret; never the secret itself. */
    List<String> findings() {
        List<String> findings = new ArrayList<>();
        texts.forEach((name, text) -> {
            kinds.forEach((secret, kind) -> {
                if (text.contains(secret)) {
                    findings.add(name + " holds " + kind);
                }
            });
            SHAPES.forEach((kind, shape) -> {
                if (shape.matcher(text).find()) {
                    findings.add(name + " holds " + kind);
                }
            });
        });
        return findings;
    }
}
