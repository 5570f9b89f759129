package dev.airelay.server.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.auth.issuer.Credentials;
import dev.airelay.auth.session.StaticCredentials;
import dev.airelay.backend.account.AccountCache;
import dev.airelay.backend.account.Model;
import dev.airelay.backend.account.ModelCatalog;
import dev.airelay.backend.connect.UpstreamHead;
import dev.airelay.transforms.spi.ModelDirectory;
import dev.airelay.transforms.spi.ModelTraits;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class ModelCatalogsTest {

    private static final Duration TTL = Duration.ofMinutes(5);

    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final List<CompletableFuture<ModelCatalog>> asked = new ArrayList<>();
    private Instant now = Instant.EPOCH;
    private final ModelCatalogs catalogs = new ModelCatalogs(
            new AccountCache<>(
                    loop -> {
                        CompletableFuture<ModelCatalog> answer = new CompletableFuture<>();
                        asked.add(answer);
                        return answer;
                    },
                    new StaticCredentials(new Credentials("token", "acct-1")),
                    TTL,
                    () -> now),
            List.of("gpt-7"),
            "0.171.0",
            channel::eventLoop);

    @AfterEach
    void release() {
        channel.finishAndReleaseAll();
    }

    private static ModelCatalog catalog(String json) {
        Model model = new Model(
                "gpt-5.5",
                Optional.empty(),
                Optional.empty(),
                OptionalLong.empty(),
                List.of("low", "high"),
                Optional.of("low"),
                List.of(),
                OptionalInt.empty(),
                (ObjectNode) JsonMapper.shared().readTree(json));
        return new ModelCatalog(List.of(model), Optional.of("W/1"));
    }

    private void heard(String etag) {
        catalogs.onOpen(new UpstreamHead(Map.of("x-models-etag", etag)));
    }

    @Test
    void lookUpNeverWaitsAndSeesToItThatTheNextFindsMore() {
        assertThat(catalogs.directory().find("gpt-5.5")).isEmpty();
        assertThat(asked).hasSize(1);

        asked.get(0).complete(catalog("{}"));

        assertThat(catalogs.directory().find("gpt-5.5"))
                .hasValue(new ModelTraits("gpt-5.5", List.of("low", "high"), Optional.of("low"), true));
        assertThat(asked).hasSize(1);
    }

    @Test
    void oldListIsUsedWhileItIsRequestedAgain() {
        catalogs.warmUp();
        asked.get(0).complete(catalog("{}"));
        now = now.plus(TTL);

        assertThat(catalogs.directory().find("gpt-5.5")).isPresent();
        assertThat(asked).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({"0.171.0, true", "0.166.3, true", "0.171.1, false", "0.1000.0, false", "1.0.0, false", "soon, true"})
    void modelForNewerClientsIsNotOffered(String minimal, boolean offered) {
        catalogs.warmUp();
        asked.get(0).complete(catalog("{\"minimal_client_version\":\"" + minimal + "\"}"));
        ModelDirectory directory = catalogs.directory();

        assertThat(directory.names().contains("gpt-5.5")).isEqualTo(offered);
        assertThat(directory.find("gpt-5.5")).isPresent();
        assertThat(directory.versionGap("gpt-5.5"))
                .isEqualTo(offered ? Optional.empty() : Optional.of(new ModelDirectory.VersionGap(minimal, "0.171.0")));
        assertThat(directory.versionGap("gpt-7")).isEmpty();
    }

    @Test
    void ownersModelsAreKnownByNameAlone() {
        assertThat(catalogs.directory().find("gpt-7"))
                .hasValue(new ModelTraits("gpt-7", List.of(), Optional.empty(), true));
        assertThat(catalogs.directory().find("gpt-8")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | true",
                "{\"service_tiers\":[]} | false",
                "{\"service_tiers\":[{\"id\":\"priority\"}]} | true",
                "{\"service_tiers\":[{\"id\":\"other\"}, 5]} | false"
            })
    void priorityTierIsWhatTheUpstreamSays(String json, boolean priority) {
        catalogs.warmUp();
        asked.get(0).complete(catalog(json));

        assertThat(catalogs.directory().find("gpt-5.5").orElseThrow().priorityTier())
                .isEqualTo(priority);
    }

    @Test
    void requestsOnlyAnotherVersion() {
        catalogs.warmUp();
        asked.get(0).complete(catalog("{}"));

        heard("W/1");
        catalogs.directory();
        assertThat(asked).hasSize(1);

        heard("W/2");
        assertThat(catalogs.directory().find("gpt-5.5")).isPresent();
        assertThat(asked).hasSize(2);
    }

    @Test
    void versionSaysNothingBeforeAnythingIsKnown() {
        heard("W/2");

        assertThat(asked).isEmpty();
    }
}
