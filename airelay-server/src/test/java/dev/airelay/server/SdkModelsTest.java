package dev.airelay.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.errors.NotFoundException;
import com.openai.errors.UnauthorizedException;
import com.openai.models.models.Model;
import org.junit.jupiter.api.Test;

/** The models as OpenAI's Java SDK sees them. */
@Relay
class SdkModelsTest {

    private final SdkRelay relay;

    SdkModelsTest(SdkRelay relay) {
        this.relay = relay;
    }

    @Test
    void listHoldsTheModels() {
        assertThat(relay.client().models().list().autoPager())
                .extracting(Model::id)
                .contains(SdkRelay.MODEL)
                .doesNotHaveDuplicates();
    }

    @Test
    void oneModelIsDescribed() {
        assertThat(relay.client().models().retrieve(SdkRelay.MODEL).id()).isEqualTo(SdkRelay.MODEL);
    }

    @Test
    void unknownModelIsNotFound() {
        assertThatThrownBy(() -> relay.client().models().retrieve("no-such-model"))
                .isInstanceOfSatisfying(NotFoundException.class, failure -> {
                    assertThat(failure.code()).contains("model_not_found");
                    assertThat(failure.getMessage()).contains("no-such-model");
                });
    }

    @Test
    void modelsNeedTheToken() {
        assertThatThrownBy(() -> relay.client("not-the-token", 0).models().list())
                .isInstanceOf(UnauthorizedException.class);
    }
}
