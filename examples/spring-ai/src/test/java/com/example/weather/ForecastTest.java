package com.example.weather;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airelay.junit.Answer;
import dev.airelay.junit.RelayExtension;
import dev.airelay.junit.TestRelay;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

// docs: test
@SpringBootTest
class ForecastTest {
    @RegisterExtension
    static final RelayExtension RELAY = new RelayExtension();

    @DynamicPropertySource
    static void useRelay(DynamicPropertyRegistry properties) {
        properties.add("spring.ai.openai.base-url", () -> RELAY.relay().openAiUrl());
        properties.add("spring.ai.openai.api-key", () -> RELAY.relay().token());
    }

    @Autowired
    Forecast forecast;

    @Test
    void answersWithTheModelsWords(TestRelay relay) {
        relay.answer(Answer.text("Rain all day"));

        assertThat(forecast.of("Oslo")).isEqualTo("Rain all day");
        assertThat(relay.lastRequest().prompt()).isEqualTo("Weather in Oslo?");
        assertThat(relay.lastRequest().instructions()).containsExactly("You are a weather forecaster.");
    }

    @Test
    void measuresWhenTheModelAsksForIt(TestRelay relay) {
        relay.answer(Answer.toolCall("temperature", "{\"city\": \"Oslo\"}"), Answer.text("Warm"));

        assertThat(forecast.of("Oslo")).isEqualTo("Warm");
        assertThat(relay.lastRequest().toolOutputs().get(0)).contains("21 degrees in Oslo");
    }
    // docs: end

    @Test
    void streams(TestRelay relay) {
        relay.answer(Answer.text("Rain in the morning, sun in the afternoon"));

        assertThat(forecast.streamed("Oslo").collectList().block())
                .hasSizeGreaterThan(1)
                .satisfies(pieces -> assertThat(String.join("", pieces))
                        .isEqualTo("Rain in the morning, sun in the afternoon"));
    }

    @Test
    void reportsAFailureOfTheModel(TestRelay relay) {
        relay.answer(Answer.contextTooLong());

        assertThatThrownBy(() -> forecast.of("Oslo")).hasMessageContaining("context");
    }
}
