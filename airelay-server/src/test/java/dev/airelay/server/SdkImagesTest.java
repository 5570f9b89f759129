package dev.airelay.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.openai.models.chat.completions.ChatCompletionContentPart;
import com.openai.models.chat.completions.ChatCompletionContentPartImage;
import com.openai.models.chat.completions.ChatCompletionContentPartImage.ImageUrl;
import com.openai.models.chat.completions.ChatCompletionContentPartText;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseInputImage;
import com.openai.models.responses.ResponseInputItem;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Images sent with OpenAI's Java SDK, by URL and by value. */
@Relay
class SdkImagesTest {
    private static final String WEB = "https://images.example/cat.png";
    private static final String DATA =
            "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk"
                    + "+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

    private final SdkRelay relay;

    SdkImagesTest(SdkRelay relay) {
        this.relay = relay;
    }

    @ParameterizedTest
    @ValueSource(strings = {WEB, DATA})
    void chatImageArrivesUpstreamAsItWasSent(String url) {
        ChatCompletionContentPart text = ChatCompletionContentPart.ofText(
                ChatCompletionContentPartText.builder().text("look").build());
        ChatCompletionContentPart image = ChatCompletionContentPart.ofImageUrl(ChatCompletionContentPartImage.builder()
                .imageUrl(
                        ImageUrl.builder().url(url).detail(ImageUrl.Detail.HIGH).build())
                .build());

        String answer = relay.chat(
                        false,
                        SdkRelay.chatRequest()
                                .addUserMessageOfArrayOfContentParts(List.of(text, image))
                                .build())
                .choices()
                .get(0)
                .message()
                .content()
                .orElseThrow();

        assertThat(answer).contains("You sent 1 image");
        checkUpstreamImage(url);
    }

    @ParameterizedTest
    @ValueSource(strings = {WEB, DATA})
    void responsesImageArrivesUpstreamAsItWasSent(String url) {
        ResponseInputItem message = ResponseInputItem.ofMessage(ResponseInputItem.Message.builder()
                .role(ResponseInputItem.Message.Role.USER)
                .addInputTextContent("look")
                .addContent(ResponseInputImage.builder()
                        .imageUrl(url)
                        .detail(ResponseInputImage.Detail.HIGH)
                        .build())
                .build());

        Response response = relay.respond(
                false,
                SdkRelay.responseRequest().inputOfResponse(List.of(message)).build());

        assertThat(SdkRelay.text(response)).contains("You sent 1 image");
        checkUpstreamImage(url);
    }

    private void checkUpstreamImage(String url) {
        JsonNode part = relay.upstreamBody().at("/input/0/content/1");
        assertThat(part.path("type").stringValue()).isEqualTo("input_image");
        assertThat(part.path("image_url").stringValue()).isEqualTo(url);
        assertThat(part.path("detail").stringValue()).isEqualTo("high");
    }
}
