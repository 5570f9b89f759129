package com.example.weather;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.airelay.junit.Answer;
import dev.airelay.junit.TestRelay;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

// docs: test
@QuarkusTest
@QuarkusTestResource(RelayResource.class)
class ForecastTest {
    TestRelay relay;

    @Inject
    Forecast forecast;

    @AfterEach
    void forget() {
        relay.reset();
    }

    @Test
    void answersWithTheModelsWords() {
        relay.answer(Answer.text("Rain all day"));

        assertEquals("Rain all day", forecast.of("Oslo"));
        assertEquals("Weather in Oslo?", relay.lastRequest().prompt());
    }
    // docs: end

    @Test
    void reportsAFailureOfTheModel() {
        relay.answer(Answer.contextTooLong());

        assertThrows(RuntimeException.class, () -> forecast.of("Oslo"));
        assertEquals(1, relay.requests().size());
    }
}
