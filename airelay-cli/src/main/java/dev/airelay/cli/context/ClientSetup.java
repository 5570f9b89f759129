package dev.airelay.cli.context;

import dev.airelay.cli.text.Json;
import dev.airelay.cli.text.Page;
import dev.airelay.config.ConfigKeys;
import dev.airelay.config.RelayConfig;
import dev.airelay.config.token.RelayToken;
import java.net.URI;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** How a client is pointed at the relay. Shows the token only when one is handed in to be revealed. */
public final class ClientSetup {
    static final String HEADER_SHAPE = "Authorization: Bearer <relay token>";
    private static final String ANY_KEY = "Any API key works; this relay does not require one.";

    private final CommandContext context;
    private final RelayConfig config;
    private final Optional<RelayToken> revealed;

    public ClientSetup(CommandContext context, RelayConfig config, Optional<RelayToken> revealed) {
        this.context = context;
        this.config = config;
        this.revealed = revealed;
    }

    public ObjectNode json() {
        boolean required = config.get(ConfigKeys.REQUIRE_BEARER_AUTH);
        ObjectNode client = Json.object()
                .put("base_url", baseUrl().toString())
                .put("models_url", baseUrl() + "/models")
                .put("requires_bearer_auth", required);
        if (!required) {
            return client.put("api_key_note", ANY_KEY);
        }
        client.put("authorization_header", HEADER_SHAPE)
                .put("token_file", config.get(ConfigKeys.BEARER_TOKEN_FILE).toString())
                .put("reveal_token_command", showToken())
                .put("rotate_token_command", context.commandLine("token rotate"));
        revealed.ifPresent(token -> client.put(Json.CLIENT_API_KEY, token.value())
                .put("openai_api_key_env", "OPENAI_API_KEY=" + token.value()));
        return client;
    }

    public void print(Page page) {
        page.section("Client Setup").field("Base URL", baseUrl());
        if (!config.get(ConfigKeys.REQUIRE_BEARER_AUTH)) {
            page.field("API key", ANY_KEY);
            return;
        }
        page.field("Header", HEADER_SHAPE);
        revealed.ifPresentOrElse(
                token -> page.field("API key", token.value()), () -> page.field("Show token", showToken()));
    }

    private String showToken() {
        return context.commandLine("token show");
    }

    private URI baseUrl() {
        return config.clientBaseUrl(config.get(ConfigKeys.PORT));
    }
}
