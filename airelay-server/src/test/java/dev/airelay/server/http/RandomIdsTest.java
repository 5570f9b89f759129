package dev.airelay.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RandomIdsTest {

    private final RandomIds ids = new RandomIds(new Random(1));

    @Test
    void idIsOf24LettersAndDigits() {
        assertThat(Stream.generate(ids).limit(200)).allMatch(id -> id.matches("[0-9A-Za-z]{24}"));
    }

    @Test
    void everyLetterAndDigitOccurs() {
        String joined = Stream.generate(ids).limit(1000).collect(Collectors.joining());

        assertThat(joined.chars().distinct().count()).isEqualTo(62);
    }

    @Test
    void idsDifferAndFollowTheGenerator() {
        assertThat(ids.get()).isNotEqualTo(ids.get());
        assertThat(new RandomIds(new Random(7)).get()).isEqualTo(new RandomIds(new Random(7)).get());
    }
}
