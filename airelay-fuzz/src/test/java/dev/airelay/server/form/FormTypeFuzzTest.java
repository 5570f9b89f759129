package dev.airelay.server.form;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;

/** Any text as the content type of a form: it is read, or the client is blamed. */
class FormTypeFuzzTest {

    @FuzzTest(maxDuration = "2m")
    void contentTypeIsReadOrRefused(FuzzedDataProvider data) {
        String type = data.consumeString(200);
        byte[] body = data.consumeRemainingAsBytes();

        assertThat(MultipartParserFuzzTest.parts("multipart/form-data;" + type, body, 7))
                .isNotEmpty();
        assertThat(MultipartParserFuzzTest.parts(type, body, 7)).isNotEmpty();
    }
}
