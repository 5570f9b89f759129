package dev.airelay.server.account;

import static dev.airelay.server.HttpMessages.answer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.auth.issuer.Credentials;
import dev.airelay.auth.session.StaticCredentials;
import dev.airelay.backend.account.AccountCache;
import dev.airelay.backend.account.Model;
import dev.airelay.backend.account.ModelCatalog;
import dev.airelay.server.HttpMessages;
import dev.airelay.server.RequestContexts;
import dev.airelay.server.edge.ExchangeHandler;
import dev.airelay.server.http.ConnectionState;
import dev.airelay.server.http.Endpoint;
import dev.airelay.server.http.RelayRequest;
import dev.airelay.server.upstream.ModelCatalogs;
import dev.airelay.transforms.spi.TranslationSettings;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

class ModelsEndpointTest {

    private final CompletableFuture<ModelCatalog> upstream = new CompletableFuture<>();
    private final ModelCatalogs catalogs = new ModelCatalogs(
            new AccountCache<>(
                    loop -> upstream,
                    new StaticCredentials(new Credentials("token", "acct-1")),
                    Duration.ZERO,
                    InstantSource.system()),
            List.of(),
            "0.171.0",
            () -> null);
    private final ModelsEndpoint models =
            new ModelsEndpoint(catalogs, List.of("own", "gpt-5.5"), TranslationSettings.defaults());
    private final ConnectionState connection = new ConnectionState();
    private final EmbeddedChannel channel = new EmbeddedChannel(connection, new ExchangeHandler(connection));

    @AfterEach
    void releaseAll() {
        channel.finishAndReleaseAll();
    }

    private void ask(Endpoint endpoint, String id) {
        RelayRequest request = RequestContexts.request(endpoint, id, connection);
        connection.request(request.context());
        channel.writeInbound(request);
    }

    private static ModelCatalog catalog(@Nullable String slug) {
        return catalog(slug, JsonNodeFactory.instance.objectNode());
    }

    private static ModelCatalog catalog(@Nullable String slug, ObjectNode json) {
        return new ModelCatalog(
                List.of(new Model(
                        slug,
                        Optional.empty(),
                        Optional.empty(),
                        OptionalLong.empty(),
                        List.of(),
                        Optional.empty(),
                        List.of(),
                        OptionalInt.empty(),
                        json)),
                Optional.empty());
    }

    @Test
    void modelForNewerClientsIsDescribedButNotListed() {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("minimal_client_version", "0.172.0");
        upstream.complete(catalog("gpt-9", json));

        ask(models::list, "none");
        channel.runPendingTasks();
        assertThat(answer(channel).body()).doesNotContain("gpt-9");

        ask(models::retrieve, "gpt-9");
        channel.runPendingTasks();
        assertThat(answer(channel).body()).contains("\"listed\":false", "\"minimal_client_version\":\"0.172.0\"");
    }

    @Test
    void listThatComesLaterIsAnswered() {
        ask(models::list, "none");
        upstream.complete(catalog("gpt-5.5"));
        channel.runPendingTasks();

        assertThat(answer(channel).body()).isEqualTo("""
                        {"object":"list","data":[{"id":"gpt-5.5","object":"model","created":0,"owned_by":"openai",\
                        "airelay":{"source":"upstream","listed":true,"input_modalities":[],\
                        "reasoning":{"parameter":"reasoning_effort","efforts":[],"default":null},"priority_tier":true}},\
                        {"id":"own","object":"model","created":0,"owned_by":"openai",\
                        "airelay":{"source":"configuration","listed":true}}]}""");
    }

    @Test
    void mistakeWhileAnsweringIsAnswered500() {
        ask(models::retrieve, "gpt-5.5");
        upstream.complete(catalog(null));
        channel.runPendingTasks();

        HttpMessages.Seen answer = answer(channel);
        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.errorCode()).isEqualTo("internal_error");
        assertThat(channel.isOpen()).isTrue();
    }

    @Test
    void failureThatIsNotTheUpstreamsIsAnswered500() {
        ask(models::retrieve, "gpt-5.5");
        upstream.completeExceptionally(new IllegalStateException("secret"));
        channel.runPendingTasks();

        HttpMessages.Seen answer = answer(channel);
        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.body()).doesNotContain("secret");
    }

    @Test
    void nothingIsWrittenToAClientThatHasGone() {
        ask(models::list, "none");
        channel.close();
        upstream.complete(catalog("gpt-5.5"));
        channel.runPendingTasks();

        assertThat(channel.<Object>readOutbound()).isNull();
    }
}
