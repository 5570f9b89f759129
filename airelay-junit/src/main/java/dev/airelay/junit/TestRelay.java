package dev.airelay.junit;

import dev.airelay.auth.issuer.Credentials;
import dev.airelay.auth.session.StaticCredentials;
import dev.airelay.config.ConfigKeys;
import dev.airelay.emulator.Emulator;
import dev.airelay.emulator.EmulatorOptions;
import dev.airelay.server.RelayServer;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A server on free ports of 127.0.0.1 that speaks the APIs of OpenAI, Anthropic and Ollama. It answers without any network and
 * without an account: with what {@link #answer} queued, else with the prompt, as {@code [emulator] You said: "…"}.
 *
 * <p>Only the model is emulated. Requests are checked, translated, streamed and refused by the relay itself. It does not retry, so
 * that one queued answer is for one request, and its rate limits are too high to matter. The models are those of a ChatGPT
 * subscription, such as {@code gpt-5.5}; any name that begins with {@code claude} is one of them too, and so are names that the
 * caller adds.
 *
 * <p>Safe for concurrent use; clients that ask at once share the queue of answers. The caller that starts it closes it, which
 * deletes everything that was stored.
 */
public final class TestRelay implements AutoCloseable {
    /** The model behind added names. */
    private static final String MODEL = "gpt-5.5";
    /** The path of generations upstream. */
    private static final String RESPONSES = "/codex/responses";

    private static final int UNLIMITED = 1_000_000;
    private static final int CONCURRENT = 10_000;

    private final Emulator emulator;
    private final RelayServer relay;

    private TestRelay(Emulator emulator, RelayServer relay) {
        this.emulator = emulator;
        this.relay = relay;
    }

    /**
     * Starts a server and returns when it answers. Blocks for about a second the first time.
     *
     * @param models further names of models, such as {@code gpt-4o} or {@code llama3.2}
     */
    public static TestRelay start(String... models) {
        Map<String, String> names = new HashMap<>();
        for (String model : models) {
            names.put(model, MODEL);
        }
        Emulator emulator = Emulator.start(EmulatorOptions.defaults());
        try {
            return new TestRelay(emulator, relay(emulator, names));
        } catch (RuntimeException failed) {
            emulator.close();
            throw failed;
        }
    }

    private static RelayServer relay(Emulator emulator, Map<String, String> names) {
        return RelayServer.builder()
                .session(new StaticCredentials(new Credentials(Emulator.accessToken(), Emulator.accountId())))
                .set(ConfigKeys.UPSTREAM_BASE_URL, emulator.baseUrl())
                .set(ConfigKeys.MODEL_ALIASES, names)
                .set(ConfigKeys.RETRY_ATTEMPTS, 0)
                // A scripted limit is one request's, not the account's.
                .set(ConfigKeys.LIMIT_CACHE, Duration.ZERO)
                .set(ConfigKeys.SHUTDOWN, Duration.ZERO)
                .set(ConfigKeys.RATE_LIMIT_PER_MINUTE, UNLIMITED)
                .set(ConfigKeys.RATE_LIMIT_BURST, UNLIMITED)
                .set(ConfigKeys.CONCURRENT_REQUESTS_PER_IP, CONCURRENT)
                .set(ConfigKeys.FAILED_AUTH_MAX_ATTEMPTS, CONCURRENT)
                .set(ConfigKeys.OLLAMA_LISTEN, true)
                .set(ConfigKeys.OLLAMA_PORT, 0)
                .set(ConfigKeys.OLLAMA_REQUIRE_BEARER_AUTH, false)
                .set(ConfigKeys.OLLAMA_RATE_LIMIT_PER_MINUTE, UNLIMITED)
                .set(ConfigKeys.OLLAMA_RATE_LIMIT_BURST, UNLIMITED)
                .set(ConfigKeys.OLLAMA_CONCURRENT_REQUESTS_PER_IP, CONCURRENT)
                .start();
    }

    /** Returns the base URL for clients of OpenAI's API, {@code http://127.0.0.1:PORT/v1}. They need {@link #token}. */
    public URI openAiUrl() {
        return relay.clientBaseUrl();
    }

    /** Returns the base URL for clients of Anthropic's API, {@code http://127.0.0.1:PORT}. They need {@link #token}. */
    public URI anthropicUrl() {
        return URI.create("http://127.0.0.1:" + relay.port());
    }

    /** Returns the base URL for clients of Ollama's API, {@code http://127.0.0.1:PORT}. They need no token. */
    public URI ollamaUrl() {
        return relay.ollamaUrl().orElseThrow();
    }

    /** Returns the API key for clients: the relay token, a new one for each server. */
    public String token() {
        return relay.relayToken();
    }

    /**
     * Queues answers, one for each of the next requests.
     *
     * @throws IllegalArgumentException when a script is unknown or cannot be read
     */
    public void answer(Answer... answers) {
        for (Answer answer : answers) {
            emulator.script(answer.script());
        }
    }

    /** Returns the requests that the model received since the start or {@link #reset}, oldest first; at most the last 1,000. */
    public List<ModelRequest> requests() {
        return emulator.requests(RESPONSES).stream().map(ModelRequest::of).toList();
    }

    /**
     * Returns the request that the model received last.
     *
     * @throws IllegalStateException when there was none
     */
    public ModelRequest lastRequest() {
        List<ModelRequest> all = requests();
        if (all.isEmpty()) {
            throw new IllegalStateException("the model received no request");
        }
        return all.get(all.size() - 1);
    }

    /** Forgets queued answers and requests. What clients stored stays: files, conversations and responses. */
    public void reset() {
        emulator.clearScripts();
        emulator.clearRequests();
    }

    /** Returns the emulated upstream and login server, for everything else. Closed by {@link #close}. */
    public Emulator emulator() {
        return emulator;
    }

    /** Stops the server and closes all connections. Blocks. Idempotent. */
    @Override
    public void close() {
        relay.close();
        emulator.close();
    }
}
