package dev.airelay.examples.plain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.airelay.junit.Answer;
import dev.airelay.junit.TestRelay;
import dev.airelay.junit.WithRelay;
import java.io.IOException;
import org.junit.jupiter.api.Test;

// docs: test
@WithRelay
class WeatherTest {
    @Test
    void answersWithTheForecast(TestRelay relay) throws Exception {
        relay.answer(Answer.text("Rain all day"));

        String forecast = new Weather(relay.openAiUrl(), relay.token()).forecast("Oslo");

        assertTrue(forecast.contains("Rain all day"));
        assertEquals("Weather in Oslo?", relay.lastRequest().prompt());
    }

    @Test
    void reportsARateLimit(TestRelay relay) {
        relay.answer(Answer.rateLimited());

        Weather weather = new Weather(relay.openAiUrl(), relay.token());

        IOException failure = assertThrows(IOException.class, () -> weather.forecast("Oslo"));
        assertTrue(failure.getMessage().startsWith("status 429"));
    }
}
// docs: end
