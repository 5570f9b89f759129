package dev.airelay.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airelay.transforms.failure.RequestRejected;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QueryParametersTest {

    @ParameterizedTest
    @CsvSource({"/x?a=1&b=2, 1", "/x?a=1&a=2, 1", "/x?a=%31, 1", "/x?b=2, 7", "/x, 7", "/x?a=, 7"})
    void numberIsReadOrItsDefaultTaken(String target, long number) {
        assertThat(QueryParameters.of(target).wholeNumber("a", 1, 9, 7)).isEqualTo(number);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/x?a=0", "/x?a=10", "/x?a=one", "/x?a=1.5", "/x?a=99999999999999999999"})
    void numberOutOfRangeIsRefusedByName(String target) {
        assertThatThrownBy(() -> QueryParameters.of(target).wholeNumber("a", 1, 9, 7))
                .isInstanceOfSatisfying(RequestRejected.class, refused -> {
                    assertThat(refused.status()).isEqualTo(400);
                    assertThat(refused.error().param()).isEqualTo("a");
                    assertThat(refused.error().message()).contains("from 1 to 9");
                });
    }

    @ParameterizedTest
    @CsvSource({"/x?a=true, true", "/x?a=TRUE, true", "/x?a=1, true", "/x?a=false, false", "/x?a=0, false", "/x, false"
    })
    void flagIsRead(String target, boolean flag) {
        assertThat(QueryParameters.of(target).flag("a")).isEqualTo(flag);
    }

    @Test
    void whatCannotBeReadIsRefused() {
        assertThatThrownBy(() -> QueryParameters.of("/x?a=maybe").flag("a")).hasMessageContaining("true or false");
        assertThatThrownBy(() -> QueryParameters.of("/x?a=%zz").text("a"))
                .hasMessageContaining("invalid percent-encodin" + "g");
    }

    @Test
    void listsMayHaveBrackets() {
        assertThat(QueryParameters.of("/x?a[]=1&a[]=2").all("a")).containsExactly("1", "2");
        assertThat(QueryParameters.of("/x?a=1&a=2").all("a")).containsExactly("1", "2");
        assertThat(QueryParameters.of("/x").all("a")).isEmpty();
    }
}
