package dev.airelay.transforms.input;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DecodedTextTest {

    private static final String CSV = "Name;Straße;Ort\nMüller;Hauptstraße 5;Köln\nJäger;Schöne Gasse;Nürnberg\n";

    private static Optional<String> read(byte[] content, String declaredCharset) {
        return DecodedText.of(content, Optional.of(declaredCharset).filter(name -> !name.isEmpty()))
                .map(DecodedText::text);
    }

    private static byte[] bytes(String text, String charset) {
        return text.getBytes(Charset.forName(charset));
    }

    @ParameterizedTest
    @CsvSource({
        "UTF-8, Größe und Maß",
        "windows-1252, 'int x = 5; // Größe prüfen'",
        "windows-1252, 'It’s a “quoted” sentence which is in English, and there is the end of it.'",
        "windows-1252, 'L’été dernier, nous avons mangé à la crêperie près de l’hôtel où j’étais logé.'",
        "windows-1250, 'Zażółć gęślą jaźń. Proszę pamiętać, że książka jest na półce, a świeże mięso w lodówce.'",
        "ISO-8859-2, 'Zażółć gęślą jaźń. Proszę pamiętać, że książka jest na półce, a świeże mięso w lodówce.'",
        "windows-1251, Привет мир",
        "KOI8-R, Привет! Это простой текст на русском языке для проверки кодировки.",
        "ISO-8859-7, Αυτό είναι ένα απλό κείμενο για τον έλεγχο της κωδικοποίησης.",
        "windows-1254, 'Türkçe için basit bir metin; şu anda İstanbul’da yağmur yağıyor, çok güzel.'",
        "windows-1256, هذا نص بسيط باللغة العربية لاختبار الترميز.",
        "windows-31j, これは日本語のテキストです。文字コードを判定します。",
        "EUC-JP, これは日本語のテキストです。文字コードを判定します。",
        "GB18030, 这是一个用于测试编码检测的简单中文文本。我们希望它能工作。",
        "Big5, 這是一個用於測試編碼檢測的簡單中文文本。我們希望它能工作。",
        "x-windows-949, 이것은 인코딩 감지를 테스트하기 위한 간단한 한국어 텍스트입니다.",
    })
    void detectsCharset(String charset, String text) {
        assertThat(read(bytes(text, charset), "")).contains(text);
    }

    @ParameterizedTest
    @CsvSource({"UTF-16LE", "UTF-16BE", "windows-1252"})
    void detectsCharsetOfTable(String charset) {
        assertThat(read(bytes(CSV, charset), "")).contains(CSV);
    }

    @ParameterizedTest
    @CsvSource({
        "ISO-2022-JP, 'Subject: これは日本語の文章です。'",
        "ISO-2022-KR, 이것은 한국어 문장입니다.",
    })
    void readsCharsetsThatAreSwitched(String charset, String text) {
        assertThat(read(bytes(text, charset), "")).contains(text);
    }

    @Test
    void colorsOfATerminalSwitchNoCharset() {
        String text = "\u001b[31mred\u001b[0m é 5 \u001b$";

        assertThat(read(bytes(text, "UTF-8"), "")).contains(text);
    }

    @Test
    void detectsCharsetOfTextThatIsAsciiForLong() {
        String text = "a line of ASCII\n".repeat(2_000) + CSV;

        assertThat(read(bytes(text, "windows-1252"), "")).contains(text);
    }

    @ParameterizedTest
    @CsvSource({
        "windows-1252, Grüße",
        "IBM866, Привет! Это простой текст на русском языке для проверки кодировки.",
        "windows-1255, זהו טקסט פשוט בעברית לבדיקת קידוד.",
        "GB18030, 姓名",
        "ISO-8859-1, '{\"a\": \"é\"}'",
        "windows-1252, 'SchÃ¶ne GrÃ¼ÃŸe aus der StraÃŸe.Ã'",
        "windows-1252, 'GrÃ¼ÃŸe und ein kaputtes Zeichen ÿ in der Mitte'",
    })
    void doesNotGuess(String charset, String text) {
        assertThat(read(bytes(text, charset), "")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "windows-1252, windows-1252, Grüße",
        "windows-1252, iso-8859-1, “Grüße” – 5 €",
        "IBM866, ibm866, Привет",
        "windows-1255, Windows-1255, קידוד",
        "GB18030, gb2312, 姓名",
        "windows-31j, shift_jis, 名前①",
        "UTF-16LE, utf-16, a",
        "UTF-16BE, utf-16be, a",
        "UTF-8, utf8, é",
    })
    void readsDeclaredCharset(String charset, String declared, String text) {
        assertThat(read(bytes(text, charset), declared)).contains(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"us-ascii", "euc-jp", "no such charset", "x-unknown", "%"})
    void fallsBackWhereDeclarationIsWrong(String declared) {
        assertThat(read(bytes("Grüße an alle\n", "UTF-8"), declared)).contains("Grüße an alle\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"})
    void byteOrderMarkSaysCharsetAndIsNotText(String charset) {
        byte[] marked = bytes("\uFEFFGrüße", charset);

        assertThat(read(marked, "")).contains("Grüße");
        assertThat(read(marked, "windows-1252")).contains("Grüße");
        assertThat(DecodedText.isLikely(marked)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<?xml version='1.0' encoding='windows-1255'?><a>קידוד</a>",
                "<?xml version=\"1.0\" encoding=\"WINDOWS-1255\"?><a>קידוד</a>",
                "<html><head><meta charset=\"windows-1255\"></head>קידוד",
                "<meta http-equiv=Content-Type content=\"text/html; charset=windows-1255\">קידוד",
            })
    void readsCharsetThatXmlAndHtmlName(String text) {
        assertThat(read(bytes(text, "windows-1255"), "")).contains(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"<?xml version='1.0' encoding=", "<?xml encoding=''?>", "<meta charset=>"})
    void unfinishedNameOfCharsetIsIgnored(String text) {
        assertThat(read(bytes(text, "UTF-8"), "")).contains(text);
    }

    @Test
    void binaryContentIsNotText() {
        byte[] binary = new byte[4_000];
        new Random(1).nextBytes(binary);

        assertThat(read(binary, "")).isEmpty();
        assertThat(read(binary, "iso-8859-1")).isEmpty();
        assertThat(read(binary, "utf-16")).isEmpty();
        assertThat(DecodedText.isLikely(binary)).isFalse();
    }

    @Test
    void everyByteComesBackOrNoneIsRead() {
        Random random = new Random(2);
        int read = 0;
        for (int round = 0; round < 2_000; round++) {
            byte[] content = nearlyText(random);

            Optional<DecodedText> text = DecodedText.of(content, Optional.empty());

            if (text.isPresent()) {
                read++;
                assertThat(text.get().text().getBytes(text.get().charset())).isEqualTo(content);
            }
        }
        assertThat(read).isPositive();
    }

    /** ASCII with some bytes of other charsets, never beginning like a byte order mark. */
    private static byte[] nearlyText(Random random) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        content.writeBytes("the text and ".getBytes(UTF_8));
        int others = random.nextInt(5);
        for (int i = 0; i < others; i++) {
            content.write(0x80 + random.nextInt(0x80));
            content.writeBytes(" of the ".getBytes(UTF_8));
        }
        return content.toByteArray();
    }
}
