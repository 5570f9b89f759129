package com.example.weather;

import dev.langchain4j.service.SystemMessage;
import dev.langchain4j.service.UserMessage;
import io.quarkiverse.langchain4j.RegisterAiService;

/** Asks the model for the weather. Quarkus implements it, and reaches AIRelay by the settings in application.properties. */
@RegisterAiService
public interface Forecast {

    /** Returns the forecast. */
    @SystemMessage("You are a weather forecaster.")
    @UserMessage("Weather in {city}?")
    String of(String city);
}
