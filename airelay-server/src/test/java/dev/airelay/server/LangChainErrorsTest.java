package dev.airelay.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.exception.InternalServerException;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.exception.ModelNotFoundException;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The relay's failures as the exceptions of LangChain4j. */
class LangChainErrorsTest {
    private static final ChatRequest HELLO =
            ChatRequest.builder().messages(UserMessage.from("hello")).build();

    @TempDir
    Path dataDir;

    private RunningRelay relay;

    @BeforeEach
    void start() {
        relay = RunningRelay.start(dataDir);
    }

    @AfterEach
    void stop() {
        relay.close();
    }

    private LangChain4jException failure(LangChainModel model, String token) {
        LangChain4jException failure = catchThrowableOfType(
                LangChain4jException.class,
                () -> model.ask(relay.clientBaseUrl().toString(), token, HELLO));
        assertThat(failure).as("the call succeeded").isNotNull();
        return failure;
    }

    static List<Arguments> upstreamFailures() {
        return List.of(
                Arguments.of(
                        "context_length_exceeded at=http", InvalidRequestException.class, "context_length_exceeded"),
                Arguments.of("invalid_prompt at=first", InvalidRequestException.class, "invalid_prompt"),
                Arguments.of("not-found", ModelNotFoundException.class, "invalid_request_error"),
                Arguments.of("usage_limit_reached at=first", RateLimitException.class, "usage_limit_reached"),
                Arguments.of("unauthorized", InternalServerException.class, "upstream_auth"),
                Arguments.of("server_is_overloaded at=first", InternalServerException.class, "server_is_overloaded"),
                Arguments.of("cut at=headers", InternalServerException.class, "upstream_error"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("upstreamFailures")
    void failureBeforeTheFirstWordHasItsClass(String script, Class<? extends LangChain4jException> type, String code) {
        for (LangChainModel model : LangChainModel.values()) {
            relay.script(script);

            LangChain4jException failure = failure(model, RunningRelay.TOKEN);

            assertThat(failure).as("%s", model).isExactlyInstanceOf(type).hasMessageContaining(code);
        }
    }

    @ParameterizedTest
    @EnumSource
    void wrongTokenIsAnAuthenticationException(LangChainModel model) {
        assertThat(failure(model, "wrong"))
                .isExactlyInstanceOf(AuthenticationException.class)
                .hasMessageContaining("invalid_api_key");
        assertThat(relay.emulator().requests()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "CHAT_STREAM")
    void failureInTheMiddleIsReported(LangChainModel model) {
        relay.script("server_error at=middle after=2 message=\"emulated break\"");

        assertThatThrownBy(() -> model.ask(relay.clientBaseUrl().toString(), RunningRelay.TOKEN, HELLO))
                .hasStackTraceContaining("emulated break");
    }

    /** LangChain4j reads over the error in a chat stream; that the answer has no end is all that it reports. */
    @Test
    void chatStreamThatFailsHasNoEnd() {
        relay.script("text words=30, server_error at=middle after=20");

        ChatResponse response =
                LangChainModel.CHAT_STREAM.ask(relay.clientBaseUrl().toString(), RunningRelay.TOKEN, HELLO);

        assertThat(response.aiMessage().text()).startsWith("[emulator]").doesNotContain("word30");
        assertThat(response.finishReason()).isNull();
    }
}
