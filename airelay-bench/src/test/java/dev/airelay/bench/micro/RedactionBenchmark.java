package dev.airelay.bench.micro;

import dev.airelay.traffic.redact.Redactor;
import dev.airelay.traffic.redact.SecretValues;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One text on its way into the traffic log, searched for secrets. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class RedactionBenchmark {

    private static final String WORDS = "Some words of a turn, and a \"quote\" with the number 42. ";
    private static final String TOKEN = "relay-token-relay-token-relay-token";

    /** A header's value; 4 KB of words; 4 KB with a secret in it; 4 KB of JSON. */
    @Param({"header", "words", "secret", "json"})
    private String text = "header";

    private final Redactor redactor = new Redactor(secrets());
    private String given = "";

    private static SecretValues secrets() {
        SecretValues secrets = new SecretValues();
        secrets.add(TOKEN);
        return secrets;
    }

    /** Makes the text. */
    @Setup
    public void write() {
        String words = WORDS.repeat(4096 / WORDS.length());
        given = switch (text) {
            case "header" -> "OpenAI/Python 2.11.0";
            case "words" -> words;
            case "secret" -> words + "Authorization: Bearer " + TOKEN;
            default -> "{\"messages\":[{\"role\":\"user\",\"content\":\"" + words.replace("\"", "\\\"") + "\"}]}";
        };
    }

    /** Returns the text without secrets. */
    @Benchmark
    public String text() {
        return redactor.text(given);
    }
}
