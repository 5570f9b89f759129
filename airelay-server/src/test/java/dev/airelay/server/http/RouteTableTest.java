package dev.airelay.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.security.CredentialHeader;
import dev.airelay.transforms.spi.AnthropicErrors;
import dev.airelay.transforms.spi.ErrorShape;
import io.netty.handler.codec.http.HttpMethod;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouteTableTest {

    private static final Endpoint NOTHING = (request, ctx) -> Exchange.ANSWERED;

    private final RouteTable table = new RouteTable(List.of(
            route(HttpMethod.POST, "/v1/things"),
            route(HttpMethod.GET, "/v1/things"),
            route(HttpMethod.GET, "/v1/things/{id*}"),
            route(HttpMethod.GET, "/v1/boxes/{id}"),
            route(HttpMethod.GET, "/v1/boxes/{id}/things/{thing}")));

    private static Route route(HttpMethod method, String pattern) {
        return new Route(method, pattern, Route.BodyKind.NONE, NOTHING);
    }

    @Test
    void patternsAreListedOnceInTableOrder() {
        assertThat(table.patterns())
                .containsExactly("/v1/things", "/v1/things/{id}", "/v1/boxes/{id}", "/v1/boxes/{id}/things/{thing}");
    }

    @Test
    void methodChoosesAmongTheRoutesOfAPath() {
        assertThat(table.match(HttpMethod.POST, "/v1/things"))
                .isEqualTo(new RouteTable.Match.Found(route(HttpMethod.POST, "/v1/things"), List.of()));
        assertThat(table.match(HttpMethod.HEAD, "/v1/things"))
                .isEqualTo(new RouteTable.Match.Found(route(HttpMethod.GET, "/v1/things"), List.of()));
    }

    @Test
    void allMethodsOfAPathAreAllowed() {
        assertThat(table.match(HttpMethod.PATCH, "/v1/things"))
                .isEqualTo(new RouteTable.Match.WrongMethod(
                        "GET, HEAD, OPTIONS, POST", route(HttpMethod.POST, "/v1/things")));
    }

    @ParameterizedTest
    @CsvSource({
        "a, a",
        "a%2Fb, a/b",
        "a/b, a/b",
        "a%20b, a b",
        "a+b, a+b",
        "%C3%A4, \u00e4",
        "%, %",
        "a%2, a%2",
        "%zz, %zz"
    })
    void placeholderIsDecodedWhereItCanBe(String segment, String variable) {
        assertThat(table.match(HttpMethod.GET, "/v1/things/" + segment))
                .isEqualTo(new RouteTable.Match.Found(route(HttpMethod.GET, "/v1/things/{id*}"), List.of(variable)));
    }

    @Test
    void placeholderIsNotEmpty() {
        assertThat(table.match(HttpMethod.GET, "/v1/things/"))
                .isEqualTo(new RouteTable.Match.NotFound(Route.Api.OPENAI));
    }

    @ParameterizedTest
    @CsvSource({
        "/v1, true",
        "/v1/, true",
        "/v1/models, true",
        "/v1/nowhere, true",
        "/no-tools/v1, true",
        "/no-tools/v1/models, true",
        "/v11, false",
        "/V1/models, false",
        "/no-tools, false",
        "/healthz, false",
        "/, false"
    })
    void tokenIsNeededUnderTheApiPrefixes(String path, boolean needed) {
        assertThat(table.isProtected(path)).isEqualTo(needed);
    }

    @ParameterizedTest
    @CsvSource({"/v1/messages/unknown, true", "/v1/messages, true", "/v1/things/unknown, false", "/elsewhere, false"})
    void unservedPathTakesErrorShapeOfLongestPrefix(String path, boolean other) {
        ErrorShape shape = (status, error, details) -> new ErrorShape.Rendered(status, Map.of(), new byte[0]);
        Route.Api api = new Route.Api(shape, Set.of(CredentialHeader.of("x-api-key")));
        RouteTable table = new RouteTable(List.of(
                route(HttpMethod.POST, "/v1/things"),
                new Route(HttpMethod.POST, "/v1/messages", Route.BodyKind.JSON, Route.Kind.API, api, NOTHING)));

        assertThat(table.match(HttpMethod.GET, path).api()).isEqualTo(other ? api : Route.Api.OPENAI);
    }

    @Test
    void servedRouteOutsideThePrefixesNeedsTheTokenUnlessItIsAProbe() {
        RouteTable table = new RouteTable(List.of(
                route(HttpMethod.POST, "/talk"),
                new Route(
                        HttpMethod.GET, "/healthz", Route.BodyKind.NONE, Route.Kind.PROBE, Route.Api.OPENAI, NOTHING)));

        assertThat(table.isProtected("/talk")).isTrue();
        assertThat(table.isProtected("/talk/unserved")).isTrue();
        assertThat(table.isProtected("/healthz")).isFalse();
        assertThat(table.isProtected("/talkative")).isFalse();
    }

    /** A misspelled path must not show a key in the log. */
    @Test
    void headersOfAllRoutesMayHoldTheToken() {
        Route.Api api = new Route.Api(AnthropicErrors.SHAPE, Set.of(CredentialHeader.of("X-Key")));
        RouteTable table = new RouteTable(List.of(
                route(HttpMethod.GET, "/v1/things"),
                new Route(HttpMethod.POST, "/talk", Route.BodyKind.JSON, Route.Kind.API, api, NOTHING)));

        assertThat(table.credentialHeaders()).containsExactlyInAnyOrder("authorization", "x-key");
    }
}
