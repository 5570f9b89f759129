package dev.airelay.auth.keyring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChunkedKeyringTest {
    /** Entries of ten characters, as strict as the real ones are not. */
    private static final class SmallEntries implements KeyringEntries {
        private final Map<String, String> entries = new TreeMap<>();
        private int putsLeft = Integer.MAX_VALUE;

        @Override
        public int capacity() {
            return 10;
        }

        @Override
        public Optional<String> find(String account) {
            return Optional.ofNullable(entries.get(account));
        }

        @Override
        public void put(String account, String value) throws KeyringException {
            if (putsLeft-- <= 0) {
                throw new KeyringException("locked");
            }
            entries.put(account, value);
        }

        @Override
        public boolean remove(String account) {
            return entries.remove(account) != null;
        }
    }

    private final SmallEntries entries = new SmallEntries();
    private final Keyring keyring = new ChunkedKeyring(entries);

    @Test
    void shortSecretIsOneEntryAsItIs() throws KeyringException {
        keyring.write("cli|1", "{\"a\":1}");

        assertThat(entries.entries).containsExactly(Map.entry("cli|1", "{\"a\":1}"));
        assertThat(keyring.read("cli|1")).contains("{\"a\":1}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a secret longer than an entry", "ümlaut", "two\nlines", "", "airelay-pa"})
    void anySecretComesBackAsItWas(String secret) throws KeyringException {
        keyring.write("cli|1", secret);

        assertThat(keyring.read("cli|1")).contains(secret);
        assertThat(keyring.delete("cli|1")).isTrue();
        assertThat(entries.entries).isEmpty();
        assertThat(keyring.delete("cli|1")).isFalse();
    }

    @Test
    void newSecretLeavesNothingOfTheOldOne() throws KeyringException {
        keyring.write("cli|1", "the first secret, which is long");
        keyring.write("cli|1", "the second secret");
        assertThat(keyring.read("cli|1")).contains("the second secret");

        keyring.write("cli|1", "short");
        assertThat(entries.entries).containsExactly(Map.entry("cli|1", "short"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void writeThatIsCutOffLeavesTheOldSecret(int puts) throws KeyringException {
        keyring.write("cli|1", "the first secret, which is long");
        entries.putsLeft = puts;

        assertThatThrownBy(() -> keyring.write("cli|1", "the second secret")).isInstanceOf(KeyringException.class);

        assertThat(keyring.read("cli|1")).contains("the first secret, which is long");
    }

    @Test
    void partsThatDoNotBelongTogetherAreReported() throws KeyringException {
        keyring.write("cli|1", "the first secret, which is long");
        entries.entries.replaceAll((account, value) -> account.endsWith("a0") ? "AAAAAAAAAA" : value);

        KeyringException failure = catchThrowableOfType(KeyringException.class, () -> keyring.read("cli|1"));

        assertThat(failure).hasMessageContaining("do not match each other").hasMessageContaining("airelay login");
    }

    @ParameterizedTest
    @ValueSource(strings = {"airelay-parts", "airelay-parts c 1 x", "airelay-parts a -1 x", "airelay-parts a 99999 x"})
    void damagedHeadIsReportedAndCanBeOverwritten(String head) throws KeyringException {
        entries.entries.put("cli|1", head);

        assertThatThrownBy(() -> keyring.read("cli|1")).isInstanceOf(KeyringException.class);
        keyring.write("cli|1", "short");

        assertThat(keyring.read("cli|1")).contains("short");
    }
}
