package dev.airelay.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OutboundSettingsTest {

    @TempDir
    Path directory;

    private Home home;

    @BeforeEach
    void makeHome() {
        home = new Home(directory);
    }

    private RelayConfig.Outbound outbound(Map<String, String> environment) {
        return home.load(environment, Map.of()).outbound();
    }

    private List<String> problems(Map<String, String> environment) {
        ConfigException thrown = catchThrowableOfType(ConfigException.class, () -> home.load(environment, Map.of()));
        assertThat(thrown).isNotNull();
        return thrown.problems().stream().map(ConfigProblem::message).toList();
    }

    private Optional<String> httpsProxy(Map<String, String> environment) {
        return outbound(environment).httpsProxy().map(ProxyAddress::toString);
    }

    @Test
    void nothingSetMeansDirectConnection() {
        assertThat(outbound(Map.of()))
                .isEqualTo(
                        new RelayConfig.Outbound(Optional.empty(), Optional.empty(), List.of(), CaCertificates.none()));
    }

    @Test
    void variableOfTheSchemeWinsOverTheOneForAll() {
        RelayConfig.Outbound outbound = outbound(Map.of(
                "HTTPS_PROXY", "http://secure:1", "HTTP_PROXY", "http://plain:2", "ALL_PROXY", "socks5://all:3"));

        assertThat(outbound.httpsProxy()).hasToString("Optional[http://secure:1]");
        assertThat(outbound.httpProxy()).hasToString("Optional[http://plain:2]");
        assertThat(outbound(Map.of("all_proxy", "socks5://all:3", "http_proxy", "plain:2")))
                .extracting(RelayConfig.Outbound::httpsProxy, RelayConfig.Outbound::httpProxy)
                .hasToString("[Optional[socks5://all:3], Optional[http://plain:2]]");
    }

    @Test
    void capitalsWinAndEmptyCountsAsNotSet() {
        assertThat(httpsProxy(Map.of("HTTPS_PROXY", "upper:1", "https_proxy", "lower:1")))
                .contains("http://upper:1");
        assertThat(httpsProxy(Map.of("HTTPS_PROXY", " ", "https_proxy", "lower:1")))
                .contains("http://lower:1");
    }

    @Test
    void ownKeyWinsOverTheSharedVariables() throws IOException {
        home.withConfig("[upstream]\nproxy = \"socks5h://own\"\n");

        RelayConfig.Outbound outbound = outbound(Map.of("HTTPS_PROXY", "http://shared:1", "NO_PROXY", "a.example"));
        assertThat(outbound.httpsProxy()).hasToString("Optional[socks5h://own:1080]");
        assertThat(outbound.httpProxy()).isEqualTo(outbound.httpsProxy());
        assertThat(outbound.noProxy()).containsExactly("a.example");
    }

    /** The outbound connection if the shared variable is wrong or not meant for this program. */
    @ParameterizedTest
    @ValueSource(strings = {"none", "direct", "NONE"})
    void ownKeySwitchesTheSharedVariablesOff(String word) {
        assertThat(httpsProxy(Map.of("AIRELAY_UPSTREAM_PROXY", word, "HTTPS_PROXY", "socks4://broken")))
                .isEmpty();
    }

    @Test
    void exemptionsMayBeSeparatedByCommasOrSpaces() {
        assertThat(outbound(Map.of("no_proxy", "a.example,, .b.example  10.0.0.0/8"))
                        .noProxy())
                .containsExactly("a.example", ".b.example", "10.0.0.0/8");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            http://proxy.example          | http://proxy.example:80
            HTTPS://proxy.example/        | https://proxy.example:443
            socks5://10.0.0.1             | socks5://10.0.0.1:1080
            proxy.example:3128            | http://proxy.example:3128
            me@proxy.example:3128         | http://proxy.example:3128
            http://[2001:db8::1]:3128     | http://[2001:db8::1]:3128
            http://u:p@[2001:db8::1]      | http://[2001:db8::1]:80
            """)
    void proxyIsWrittenAsElsewhere(String written, String read) {
        assertThat(httpsProxy(Map.of("HTTPS_PROXY", written))).contains(read);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            me:secret           | me          | secret
            me                  | me          | ''
            me:                 | me          | ''
            me:a:b              | me          | a:b
            me:a@b              | me          | a@b
            me:a/b?c#d          | me          | a/b?c#d
            dom%5Cme:%40%3A%2f  | dom\\me     | @:/
            me:100%             | me          | 100%
            me:%zz+             | me          | %zz+
            m%C3%BC:%E2%82%AC   | mü          | €
            """)
    void loginIsDecoded(String written, String user, String password) {
        ProxyAddress proxy = outbound(Map.of("HTTPS_PROXY", "http://" + written + "@proxy.example"))
                .httpsProxy()
                .orElseThrow();

        assertThat(proxy.login()).contains(new ProxyAddress.Login(user, password));
        assertThat(proxy).hasToString("http://proxy.example:80");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            socks4://me:secret@proxy.example    | one with the scheme socks4
            http://me:secret@                   | one without a valid host name
            http://me:secret@proxy.example:0    | one with a port outside 1..65535
            http://me:secret@proxy.example:99999 | one with a port outside 1..65535
            http://me:secret@proxy.example/path | one with a path, a query or a fragment
            proxy.example:3128:me:secret        | one with something other than host:port
            http://me:secret%00@proxy.example   | one with control characters in the user name or password
            http://me:secret%ff@proxy.example   | one whose user name or password is not valid UTF-8 after percent-decoding
            socks5://me:secretü@proxy.example   | one whose user name or password SOCKS5 cannot carry (at most 255 ASCII characters)
            """)
    void wrongProxyIsReportedWithoutItsPassword(String written, String why) throws IOException {
        String allowed =
                "a proxy such as http://[user:password@]host:port, also with https, socks5 or socks5h, was " + why;

        assertThat(problems(Map.of("all_proxy", written)))
                .containsExactly("all_proxy: must be " + allowed + "; unset it or set upstream.proxy");
        assertThat(problems(Map.of("AIRELAY_UPSTREAM_PROXY", written)))
                .containsExactly("AIRELAY_UPSTREAM_PROXY: upstream.proxy must be environment, none or " + allowed);
        home.withConfig("[upstream]\nproxy = " + TomlText.quoted(written) + "\n");
        assertThat(problems(Map.of()))
                .containsExactly(
                        "~/.config/airelay/config.toml:2: upstream.proxy must be environment, none or " + allowed);
    }

    @Test
    void settingsDoNotShowThePassword() {
        assertThat(home.load(Map.of("HTTPS_PROXY", "http://me:secret@proxy.example"), Map.of()))
                .asString()
                .contains("http://proxy.example:80")
                .doesNotContain("secret");
    }

    @Test
    void authoritiesComeFromTheFirstPlaceThatNamesAFile() throws IOException {
        Path one = Files.writeString(directory.resolve("one.pem"), Authorities.ONE);
        Path both = Files.writeString(
                directory.resolve("both.pem"), "# One\n" + Authorities.ONE + "\nTwo - with text\n" + Authorities.TWO);
        Map<String, String> shared = Map.of("SSL_CERT_FILE", one.toString(), "CODEX_CA_CERTIFICATE", both.toString());

        assertThat(outbound(Map.of("SSL_CERT_FILE", one.toString()))
                        .authorities()
                        .certificates())
                .hasSize(1);
        assertThat(outbound(shared).authorities().certificates()).hasSize(2);
        home.withConfig("[upstream]\nca_file = " + TomlText.quoted(one.toString()) + "\n");
        assertThat(outbound(shared).authorities().certificates()).hasSize(1);
        home.withConfig("[upstream]\nca_file = \"none\"\n");
        assertThat(outbound(shared).authorities()).isEqualTo(CaCertificates.none());
    }

    @Test
    void otherThingsInThePemFileArePassedOver() throws IOException {
        String trusted = Authorities.ONE.replace(" CERTIFICATE", " TRUSTED CERTIFICATE");
        String other = "-----BEGIN X509 CRL-----\nMIIB\n-----END X509 CRL-----\n";
        String damaged = "# behind -----BEGIN this line\n-----BEGIN CERTIFICATE\n";
        Path file = Files.writeString(
                directory.resolve("mixed.pem"), other + damaged + trusted + other + damaged + Authorities.TWO);

        assertThat(outbound(Map.of("SSL_CERT_FILE", file.toString()))
                        .authorities()
                        .certificates())
                .hasSize(2);
    }

    @Test
    void unusableAuthoritiesNameTheFile() throws IOException {
        Path missing = directory.resolve("missing.pem");
        Path empty = Files.writeString(directory.resolve("empty.pem"), "nothing here\n");
        Path broken = Files.writeString(
                directory.resolve("broken.pem"),
                Authorities.ONE + "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        home.withConfig("[upstream]\nca_file = " + TomlText.quoted(missing.toString()) + "\n");

        assertThat(problems(Map.of()))
                .containsExactly("~/.config/airelay/config.toml:2: upstream.ca_file cannot be used: " + missing
                        + " cannot be read: no such file");
        assertThat(problems(Map.of("AIRELAY_UPSTREAM_CA_FILE", empty.toString())))
                .containsExactly("AIRELAY_UPSTREAM_CA_FILE: upstream.ca_file cannot be used: " + empty
                        + " contains no certificate; it must be a PEM file with BEGIN CERTIFICATE lines");
        home.withConfig("");
        assertThat(problems(Map.of("SSL_CERT_FILE", broken.toString())))
                .containsExactly("SSL_CERT_FILE: cannot be used: " + broken
                        + " contains a malformed certificate (number 2 in the file); unset it or set upstream.ca_file");
    }

    @Test
    void certificateThatOnlyHasTheFormIsReportedWhenItIsNeeded() throws IOException {
        // A sequence of an empty sequence, another one and a bit string without bits.
        Path file = pem("MAcwADAAAwEA");

        CaCertificates read = outbound(Map.of("SSL_CERT_FILE", file.toString())).authorities();
        ConfigException thrown = catchThrowableOfType(ConfigException.class, read::certificates);

        assertThat(thrown.problems())
                .extracting(ConfigProblem::message)
                .containsExactly("SSL_CERT_FILE: cannot be used: " + file
                        + " contains a malformed certificate (number 1 in the file); unset it or set upstream.ca_file");
    }

    /** Each is wrong at another place: the length, its form, the parts, what follows them. */
    @ParameterizedTest
    @ValueSource(
            strings = {"MA==", "MAgwADAAAwEA", "MAYwADAAAwEA", "MAQwADAA", "MAkwADAAAwEAMAA=", "MIf/////////AA==", "!"})
    void certificateWithoutTheFormIsReportedAtOnce(String base64) throws IOException {
        Path file = pem(base64);

        assertThat(problems(Map.of("SSL_CERT_FILE", file.toString())))
                .containsExactly("SSL_CERT_FILE: cannot be used: " + file
                        + " contains a malformed certificate (number 1 in the file); unset it or set upstream.ca_file");
    }

    private Path pem(String base64) throws IOException {
        return Files.writeString(
                directory.resolve("file.pem"),
                "-----BEGIN CERTIFICATE-----\n" + base64 + "\n-----END CERTIFICATE-----\n");
    }
}
