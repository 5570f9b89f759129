package dev.airelay.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.openai.errors.BadRequestException;
import com.openai.errors.InternalServerException;
import com.openai.errors.NotFoundException;
import com.openai.errors.OpenAIServiceException;
import com.openai.errors.PermissionDeniedException;
import com.openai.errors.RateLimitException;
import com.openai.errors.SseException;
import com.openai.errors.UnauthorizedException;
import com.openai.errors.UnprocessableEntityException;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.embeddings.EmbeddingCreateParams;
import com.openai.models.responses.ResponseCreateParams;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The relay's failures as the exceptions of OpenAI's Java SDK. */
class SdkErrorsTest {
    private static final ChatCompletionCreateParams CHAT =
            SdkRelay.chatRequest().addUserMessage("hello").build();
    private static final ResponseCreateParams RESPONSE =
            SdkRelay.responseRequest().input("hello").build();

    @TempDir
    Path dataDir;

    private SdkRelay relay;

    @BeforeEach
    void start() {
        relay = SdkRelay.start(dataDir);
    }

    @AfterEach
    void stop() {
        relay.close();
    }

    static List<Arguments> upstreamFailures() {
        return List.of(
                Arguments.of("context_length_exceeded at=http", 400, BadRequestException.class),
                Arguments.of("context_length_exceeded at=first", 400, BadRequestException.class),
                Arguments.of("invalid_prompt at=first form=error", 400, BadRequestException.class),
                Arguments.of("usage_not_included at=http", 403, PermissionDeniedException.class),
                Arguments.of("not-found", 404, NotFoundException.class),
                Arguments.of("validation-list", 422, UnprocessableEntityException.class),
                Arguments.of("usage_limit_reached at=http", 429, RateLimitException.class),
                Arguments.of("rate_limit_exceeded at=first", 429, RateLimitException.class),
                Arguments.of("server_error at=http", 502, InternalServerException.class),
                Arguments.of("cut at=headers", 502, InternalServerException.class),
                Arguments.of("unauthorized", 503, InternalServerException.class),
                Arguments.of("server_is_overloaded at=http", 503, InternalServerException.class),
                Arguments.of("server_is_overloaded at=first form=flat", 503, InternalServerException.class));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("upstreamFailures")
    void failureBeforeTheFirstWordHasTheClassOfItsStatus(
            String script, int status, Class<? extends OpenAIServiceException> type) {
        Stream<ThrowingCallable> calls = Stream.of(
                () -> relay.chat(false, CHAT),
                () -> relay.chat(true, CHAT),
                () -> relay.respond(false, RESPONSE),
                () -> relay.respond(true, RESPONSE));
        calls.forEach(call -> {
            relay.script(script);
            OpenAIServiceException failure = failureOf(call);

            assertThat(failure).isExactlyInstanceOf(type);
            assertThat(failure.statusCode()).isEqualTo(status);
            assertThat(failure.type()).isPresent();
            assertThat(failure.getMessage()).startsWith(status + ": ").isNotEqualTo(status + ": null");
        });
    }

    @ParameterizedTest
    @CsvSource({"server_error, server_error", "rate_limit_exceeded, rate_limit_exceeded", "cut, incomplete_stream"})
    void failureInTheMiddleOfAStreamIsReported(String script, String code) {
        String middle = script.equals("cut") ? "cut after=2" : script + " at=middle after=2";
        relay.script(middle);
        OpenAIServiceException chat = failureOf(() -> relay.chat(true, CHAT));
        assertThat(chat).isExactlyInstanceOf(SseException.class);
        assertThat(chat.code()).contains(code);

        relay.script(middle);
        OpenAIServiceException response = failureOf(() -> relay.respond(true, RESPONSE));
        assertThat(response).isExactlyInstanceOf(SseException.class);
        assertThat(response.code()).contains(code);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void faultOfTheRequestNamesTheParameter(boolean stream) {
        OpenAIServiceException chat = failureOf(
                () -> relay.chat(stream, CHAT.toBuilder().logprobs(true).build()));
        assertThat(chat).isExactlyInstanceOf(BadRequestException.class);
        assertThat(chat.param()).contains("logprobs");
        assertThat(chat.code()).contains("unsupported_value");

        OpenAIServiceException response = failureOf(() -> relay.respond(
                stream, RESPONSE.toBuilder().background(true).store(false).build()));
        assertThat(response).isExactlyInstanceOf(BadRequestException.class);
        assertThat(response.param()).contains("background");
        assertThat(response.code()).contains("unsupported_value");
        assertThat(relay.upstreamRequests()).isZero();
    }

    @Test
    void wrongTokenIsUnauthorized() {
        OpenAIServiceException failure =
                failureOf(() -> relay.client("not-the-token", 2).responses().create(RESPONSE));

        assertThat(failure).isExactlyInstanceOf(UnauthorizedException.class);
        assertThat(failure.code()).contains("invalid_api_key");
        assertThat(relay.upstreamRequests()).isZero();
    }

    @Test
    void routeThatIsNotProvidedSaysSo() {
        OpenAIServiceException failure = failureOf(() -> relay.client()
                .embeddings()
                .create(EmbeddingCreateParams.builder()
                        .model("text-embedding-3-small")
                        .input("hello")
                        .build()));

        assertThat(failure).isExactlyInstanceOf(InternalServerException.class);
        assertThat(failure.statusCode()).isEqualTo(501);
        assertThat(failure.code()).contains("unsupported_endpoint");
    }

    private static OpenAIServiceException failureOf(ThrowingCallable call) {
        OpenAIServiceException failure = catchThrowableOfType(OpenAIServiceException.class, call);
        assertThat(failure).as("the call succeeded").isNotNull();
        return failure;
    }
}
