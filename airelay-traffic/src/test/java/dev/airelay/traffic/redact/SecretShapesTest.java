package dev.airelay.traffic.redact;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The scanner finds what the patterns find, and nothing else. */
class SecretShapesTest {
    private static final int TEXTS = Integer.getInteger("airelay.shapes.texts", 30_000);

    /** Pieces of secrets, of the text around them, and of text that only looks like a secret. */
    private static final String[] FRAGMENTS =
            ("authorization|Authorization|proxy-authorization|PROXY-AUTHORIZATION|cookie|Set-Cookie|bearer|"
                            + "Bearer|basic|BASIC|eyJ|EYJ|eyJhbGciOi|.|..|sk-|rk-|SESS-|sess-|rt_|ac_|RT_|code|CODE=|code=|?|"
                            + "&|?code=|&code=|\"code\"|'code'|\\\"code\\\"|token|tokens|Token|auth|authentication|secret|"
                            + "password|passwd|passphrase|pass|word|api|key|apikey|api_key|API-Key|private|private_key|"
                            + "PRIVATE-KEY|verifier|user|user_code|usercode|device|device-code|auth_id|device_auth_id|"
                            + "deviceauth-id|authorization_code|-----BEGIN |-----begin |-----BEGIN RSA PRIVATE KEY-----|"
                            + "PRIVATE KEY-----|PRIVATE KEY|-----|-----END PRIVATE KEY-----|-----END |RSA |------|-|_|=|==|:|"
                            + " : | = |: \"|=\"|\"|'|\\|\\\\|\\\"| |  |\t|\n|\r\n|\u000b|\f|          |%20|+|%|#|,|;|<|>|{|}|"
                            + "[|]|/|a|Z|0|x1|abc|abcdef|ABCDEFGH|0123456789|abcdefghijklmnop|dXNlcjpwYXNz|[REDACTED]|\u00f6|"
                            + "\u0301|\u212a|\u017f|\u0130|\ud83d\ude00|\ud83d|\u00a0|\u0000|\u007f|one two three")
                    .split("\\|");

    private final Random random = new Random(20_261_129);

    private static void assertSame(String text) {
        assertThat(SecretShapes.redactedIn(text)).as(text).isEqualTo(PatternOracle.redactedIn(text));
    }

    private String fragment() {
        String fragment = FRAGMENTS[random.nextInt(FRAGMENTS.length)];
        return random.nextInt(40) == 0 ? fragment.repeat(random.nextInt(1, 70)) : fragment;
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        for (int count = random.nextInt(1, 12); count > 0; count--) {
            text.append(fragment());
        }
        return text.toString();
    }

    /** A text that holds a secret, or nearly does. */
    private String nearly() {
        String space = " ".repeat(random.nextInt(3) == 0 ? random.nextInt(12) : 1);
        String quote =
                "\\".repeat(random.nextInt(3) == 0 ? random.nextInt(66) : 0) + (random.nextBoolean() ? "\"" : "'");
        String sign = (random.nextBoolean() ? quote : "")
                + space
                + (random.nextBoolean() ? ":" : "=")
                + space
                + (random.nextBoolean() ? quote : "");
        String value = random.nextInt(4) == 0 ? "" : text();
        return switch (random.nextInt(9)) {
            case 0 -> fragment() + fragment() + "authorization" + sign + value;
            case 1 -> fragment() + "set-cookie" + sign + value;
            case 2 -> fragment() + "bearer" + fragment() + (random.nextBoolean() ? "%20" : space) + value;
            case 3 -> fragment() + "basic" + space + "dXNlcjpwYXNzd29yZA".substring(0, random.nextInt(18)) + fragment();
            case 4 -> fragment() + "eyJ" + fragment() + "abcdefg".substring(random.nextInt(8)) + "." + value;
            case 5 -> fragment() + "sk-" + "abcdefg".substring(random.nextInt(3)) + "rt_" + fragment() + fragment();
            case 6 -> fragment() + quote + "code" + quote + space + ":" + space + quote + value;
            case 7 ->
                fragment() + "-----BEGIN " + "RSA ".repeat(random.nextInt(13)) + "PRIVATE KEY-----" + value
                        + "-----END " + "A".repeat(random.nextInt(45)) + "PRIVATE KEY-----" + fragment();
            default -> fragment() + "a".repeat(random.nextInt(2) * random.nextInt(45)) + fragment() + sign + value;
        };
    }

    private String mutated(String text) {
        StringBuilder changed = new StringBuilder(text);
        for (int changes = random.nextInt(1, 4); changes > 0 && changed.length() > 0; changes--) {
            int at = random.nextInt(changed.length());
            switch (random.nextInt(4)) {
                case 0 -> changed.deleteCharAt(at);
                case 1 -> changed.insert(at, fragment());
                case 2 -> changed.setLength(at);
                default -> changed.setCharAt(at, Character.toUpperCase(changed.charAt(at)));
            }
        }
        return changed.toString();
    }

    /** Twice 30,000 texts, and as many changed ones. */
    @Test
    void findsInRandomTextsWhatThePatternsFind() {
        int changed = 0;
        for (int i = 0; i < TEXTS; i++) {
            for (String text : List.of(text(), nearly())) {
                assertSame(text);
                assertSame(mutated(text));
                changed += SecretShapes.redactedIn(text).equals(text) ? 0 : 1;
            }
        }

        // A third of the texts hold a secret, or the comparison would mean little.
        assertThat(changed).isGreaterThan(2 * TEXTS / 3);
    }

    @Test
    void findsInPairsAndTriplesOfFragmentsWhatThePatternsFind() {
        List<String> beginnings = new ArrayList<>();
        for (String one : FRAGMENTS) {
            for (String other : FRAGMENTS) {
                beginnings.add(one + other);
            }
        }
        for (String beginning : beginnings) {
            assertSame(beginning);
            assertSame(beginning + "=abcdefgh0123456789");
            assertSame(beginning + ": \"abc\"");
            assertSame("x" + beginning + " abcdefghijkl.mnop");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "authorization: \"",
                "authorization:          \n\"",
                "authorization:   ",
                "cookie = \r\n",
                "bearer++token",
                "bearer%20%20auth",
                "bearer tokens\u00f6",
                "\u00f6bearer abc",
                "token:\u212aey",
                "to\u212aen=abc",
                "eyJabcdef.a.b.c.d.e.f",
                "code=?code=b",
                "a code=b"
            })
    void findsInOddTextsWhatThePatternsFind(String text) {
        assertSame(text);
    }
}
