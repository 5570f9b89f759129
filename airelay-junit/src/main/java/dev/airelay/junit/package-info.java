/**
 * A server for other programs' tests: a relay before the emulator, in the process of the test, on free ports of 127.0.0.1.
 *
 * <pre>{@code
 * @WithRelay
 * class WeatherTest {
 *     @Test
 *     void answersWithTheForecast(TestRelay relay) {
 *         relay.answer(Answer.text("Rain"));
 *
 *         String forecast = new Weather(relay.openAiUrl(), relay.token()).forecast("Berlin");
 *
 *         assertThat(forecast).isEqualTo("Rain");
 *         assertThat(relay.lastRequest().prompt()).contains("Berlin");
 *     }
 * }
 * }</pre>
 *
 * <p>Every type may be used by several threads at once. Nothing is null.
 *
 * <p>Read first: {@link dev.airelay.junit.TestRelay}, then {@link dev.airelay.junit.Answer} and
 * {@link dev.airelay.junit.RelayExtension}.
 */
package dev.airelay.junit;
