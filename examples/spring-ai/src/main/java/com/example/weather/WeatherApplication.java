package com.example.weather;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The application. It reaches AIRelay by the settings in application.properties. */
@SpringBootApplication
public class WeatherApplication {

    /** Starts it. */
    public static void main(String[] arguments) {
        SpringApplication.run(WeatherApplication.class, arguments);
    }
}
