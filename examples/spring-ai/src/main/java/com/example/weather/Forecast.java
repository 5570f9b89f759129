package com.example.weather;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.tool.annotation.Tool;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;

/** Asks the model for the weather, and gives it a tool that measures the temperature. */
@Component
public class Forecast {
    private final ChatClient model;

    /** Takes the client that Spring AI configures. */
    public Forecast(ChatClient.Builder builder) {
        model = builder.defaultSystem("You are a weather forecaster.").build();
    }

    /** Returns the forecast. */
    public String of(String city) {
        return model.prompt().user("Weather in " + city + "?").tools(new Thermometer()).call().content();
    }

    /** Returns the forecast in pieces, as they come. */
    public Flux<String> streamed(String city) {
        return model.prompt().user("Weather in " + city + "?").stream().content();
    }

    /** A tool for the model. */
    static class Thermometer {
        @Tool(description = "Measures the temperature in a city")
        String temperature(String city) {
            return "21 degrees in " + city;
        }
    }
}
