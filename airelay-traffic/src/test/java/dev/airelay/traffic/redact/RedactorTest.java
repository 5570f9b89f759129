package dev.airelay.traffic.redact;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedactorTest {
    /** Work that grows with the square of this takes longer than the time-outs; the more surely, the longer it is. */
    private static final int HOSTILE_LENGTH = Integer.getInteger("airelay.hostile.length", 300_000);

    private final SecretValues secrets = new SecretValues();
    private final Redactor redactor = new Redactor(secrets);

    RedactorTest() {
        secrets.add("relay+tok/en=\"1\"");
        secrets.add("old-one");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "Authorization: Bearer abc.def            | Authorization: [REDACTED]",
                "authorization=Basic dXNlcjpwYXNz         | authorization=[REDACTED]",
                "Proxy-Authorization: Basic dXNlcjpwYXNz  | Proxy-Authorization: [REDACTED]",
                "sent bearer abcdef123, got 401           | sent bearer [REDACTED], got 401",
                "Bearer\u00a0x Bearer t\u00f6ken!         | Bearer\u00a0x Bearer [REDACTED]",
                "auth=Bearer%20abc123                     | auth=Bearer%20[REDACTED]",
                "Basic dXNlcjpwYXNzd29yZA== end           | Basic [REDACTED] end",
                "Cookie: a=1; b=2                         | Cookie: [REDACTED]",
                "Set-Cookie: sid=xyz; Path=/              | Set-Cookie: [REDACTED]",
                "jwt eyJhbGciOi.eyJzdWIiOi.c2ln done      | jwt [REDACTED] done",
                "jwe eyJhbGciOi.a.b.c.d done              | jwe [REDACTED] done",
                "words eyJhbGciOiJIUzI1NiJ9 and eyJa.     | words eyJhbGciOiJIUzI1NiJ9 and eyJa.",
                "eyJhbGci9 eyJeyJhbGciOi.eyJz.c2ln        | eyJhbGci9 [REDACTED]",
                "key sk-proj-abcDEF_123456 used           | key [REDACTED] used",
                "sess-abcdefgh and rk-abcdefgh            | [REDACTED] and [REDACTED]",
                "rt_abcdefghijklmnop.qrst                 | [REDACTED]",
                "http://x/cb?code=abc123&state=s          | http://x/cb?code=[REDACTED]&state=s",
                "grant=1&code=abc&code_verifier=def       | grant=1&code=[REDACTED]&code_verifier=[REDACTED]",
                "code=abc123&x=1                          | code=[REDACTED]&x=1",
                "access_token=abc&x=1                     | access_token=[REDACTED]&x=1",
                "{\"refresh_token\": \"abc\", \"x\": 1    | {\"refresh_token\": \"[REDACTED]\", \"x\": 1",
                "{\\\"id_token\\\":\\\"abc\\\"            | {\\\"id_token\\\":\\\"[REDACTED]\\\"",
                "{\"code\":\"abc\",\"x\"                  | {\"code\":\"[REDACTED]\",\"x\"",
                "x-api-key: abc                           | x-api-key: [REDACTED]",
                "client_secret='s3' password = p          | client_secret='[REDACTED]' password = [REDACTED]",
                "user_code: ABCD-12345                    | user_code: [REDACTED]",
                "my old-one token                         | my [REDACTED] token",
                "q=relay%2Btok%2Fen%3D%221%22&            | q=[REDACTED]&",
                "{\"a\":\"relay+tok/en=\\\"1\\\"\"}       | {\"a\":\"[REDACTED]\"}"
            })
    void secretsInTextAreTakenOut(String text, String redacted) {
        assertThat(redactor.text(text)).isEqualTo(redacted);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Please write a task-force report about skiing.",
                "max_tokens: 400, total_tokens=12",
                "a bearer token is required",
                "Send it as a bearer token in the header Authorization, or in the header x-api-key.",
                "status code: 404, error code=rate_limit_exceeded",
                "The tokens: 5; the secretary: Ann",
                "gpt-5 resp_0123456789abcdef0123456789 call_abc",
                "2026-05-20T10:30:00Z data: none"
            })
    void ordinaryTextStays(String text) {
        assertThat(redactor.text(text)).isEqualTo(text);
    }

    @Test
    void privateKeysAreTakenOutEvenWhenCutOff() {
        String key = "-----BEGIN RSA PRIVATE KEY-----\nMIIEow\nIBAAK\n-----END RSA PRIVATE KEY-----";

        assertThat(redactor.text("a " + key + " b")).isEqualTo("a [REDACTED] b");
        assertThat(redactor.text("a " + key.substring(0, 40))).isEqualTo("a [REDACTED]");
    }

    @Test
    void dataUrlsBecomeHashAndSize() {
        String url = "data:image/png;base64," + Base64.getEncoder().encodeToString("hello".getBytes());

        assertThat(redactor.text("see " + url + " and (" + url + ")"))
                .isEqualTo("see [DATA image/png 5 bytes sha256:"
                        + "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824] and"
                        + " ([DATA image/png 5 bytes sha256:"
                        + "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824])");
        assertThat(redactor.text("data:text/plain;charset=utf-8,hello")).startsWith("[DATA text/plain;charset=utf-8 5");
    }

    @Test
    void rotatedTokenIsRedactedLikeTheOneBefore() {
        secrets.add("new-one");

        assertThat(redactor.text("old-one new-one")).isEqualTo("[REDACTED] [REDACTED]");
        assertThat(secrets.toString()).isEqualTo("SecretValues[3]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "/v1/%6fld-one/x                            | /v1/[REDACTED]/x",
                "/v1/%6F%6C%64%2D%6F%6E%65                  | /v1/[REDACTED]",
                "/v1/%6f%6c%64%2d%6f%6e%65?a=1              | /v1/[REDACTED]?a=1",
                "/v1/%256fld%252done                        | /v1/[REDACTED]",
                "/v1/%25252525256fld-one                    | /v1/[REDACTED]",
                "/v1/%u006fld-one                           | /v1/[REDACTED]",
                "/v1/100%/%6fld-one/%zz                     | /v1/100%/[REDACTED]/%zz",
                "text \\u006fld\\u002Done end                | text [REDACTED] end",
                "text \\\\u006fld-one end                    | text [REDACTED] end",
                "text \\x6f\\x6c\\x64-one end               | text [REDACTED] end",
                "text &#111;ld&#45;one &#x6F;ld-one end     | text [REDACTED] [REDACTED] end",
                "text %26%23111%3Bld-one end                | text [REDACTED] end",
                "q=%72elay%2Btok/en%3D%2522%31%2522&        | q=[REDACTED]&"
            })
    void knownSecretIsFoundHoweverItIsEscaped(String text, String redacted) {
        assertThat(redactor.text(text)).isEqualTo(redacted);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "user", "user:", "a longer name:"})
    void knownSecretIsFoundInBase64AndHexadecimal(String before) {
        String secret = "kJ8_-token-of-the-relay";
        secrets.add(secret);
        byte[] bytes = (before + secret + " and more").getBytes(StandardCharsets.UTF_8);

        assertThat(redactor.text("a " + Base64.getEncoder().encodeToString(bytes) + " b"))
                .isEqualTo("a [REDACTED] b");
        assertThat(redactor.text("a " + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes) + " b"))
                .isEqualTo("a [REDACTED] b");
        assertThat(redactor.text(
                        "?x=" + URLEncoder.encode(Base64.getEncoder().encodeToString(bytes), StandardCharsets.UTF_8)))
                .isEqualTo("?[REDACTED]");
        assertThat(redactor.text("0x" + HexFormat.of().formatHex(bytes)))
                .doesNotContain(HexFormat.of().formatHex(secret.getBytes(StandardCharsets.UTF_8)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"%", "%6", "%6f", "%256f", "\\", "\\\\u006", "\\u006f", "&#", "&#1", "&#111;", "%25", "b2xk"})
    @Timeout(20)
    void hostileEscapesTakeLinearTime(String piece) {
        String text = piece.repeat(HOSTILE_LENGTH / piece.length());

        assertThat(redactor.text(text)).isEqualTo(text);
    }

    @Test
    @Timeout(20)
    void oneLongRunOfEncodedSecretsTakesLinearTime() {
        String secret = "kJ8_-token-of-the-relay";
        secrets.add(secret);
        String encoded =
                Base64.getEncoder().encodeToString(secret.repeat(40_000).getBytes(StandardCharsets.UTF_8));

        assertThat(redactor.text(encoded)).isEqualTo("[REDACTED]");
        assertThat(redactor.text(secret.repeat(40_000))).isEqualTo("[REDACTED]");
    }

    @Test
    void everySecretOfManyIsFound() {
        for (int i = 0; i < 60; i++) {
            secrets.add("secret-number-" + i);
        }

        for (int i = 0; i < 60; i++) {
            assertThat(redactor.text("a secret-number-" + i + " b")).isEqualTo("a [REDACTED] b");
        }
    }

    @Test
    void shortSecretIsFoundInPlainForm() {
        secrets.add("ab");

        assertThat(redactor.text("x ab y %61b z")).isEqualTo("x [REDACTED] y [REDACTED] z");
    }

    @Test
    void emptySecretRedactsNothing() {
        secrets.add("");
        secrets.add("  ");

        assertThat(redactor.text("a b")).isEqualTo("a b");
    }

    /** Each would take hours where a pattern goes back and forth. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "eyJaaaaaa.",
                "a-",
                "token ",
                "data:",
                "data:a;",
                "sk-",
                "\\",
                "bearer ",
                "cookie",
                "authorization",
                "authorization: ",
                "authorization:\n\n\n\n\n\n\n\n\n\n",
                "cookie = \"",
                "bearer%20%20token",
                "bearer++auth",
                "basic ",
                "basic abcdefg ",
                "eyJ",
                "eyJabcdef",
                "eyJa.",
                "rt_",
                "rt_abc ac_",
                "sess-abc ",
                "code=",
                "&code=",
                "\"code\"",
                "\"code\" : ",
                "\\\"code\\\"",
                "\\\\code",
                "user_code",
                "user_code ",
                "token:",
                "token\\\\",
                "api_key \"",
                "-----",
                "-----BEGIN ",
                "-----BEGIN RSA RSA RSA ",
                "-----BEGIN PRIVATE KEY-----",
                "-----BEGIN PRIVATE KEY-----END -----END "
            })
    @Timeout(20)
    void hostileTextTakesLinearTime(String piece) {
        String text = piece.repeat(HOSTILE_LENGTH / piece.length());

        assertThat(redactor.text(text)).isNotNull();
    }

    @Test
    void textThatWasCleanIsSearchedAgainForANewSecret() {
        String text = "the word swordfish-77";

        assertThat(redactor.text(text)).isEqualTo(text);
        assertThat(redactor.text(text)).isEqualTo(text);
        secrets.add("swordfish-77");

        assertThat(redactor.text(text)).isEqualTo("the word [REDACTED]");
        assertThat(redactor.text(text)).isEqualTo("the word [REDACTED]");
    }
}
