package dev.airelay.auth.keyring;

import dev.airelay.base.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Secrets of any length in a keyring whose entries are short: {@code security -i} cuts its input at 4096 bytes, a Windows
 * credential holds 2560, and {@code secret-tool} silently keeps the first 8192. A secret that does not fit is split into
 * several entries. The first entry records their number and the hash of the whole, and it is written last, so that an
 * interrupted write leaves the old secret.
 */
final class ChunkedKeyring implements Keyring {
    private static final String MARK = "airelay-parts";
    private static final int MOST_PARTS = 1000;
    private static final Pattern FORM = Pattern.compile(MARK + " ([ab]) ([0-9]{1,4}) ([^ ]*)");

    private final KeyringEntries entries;

    ChunkedKeyring(KeyringEntries entries) {
        this.entries = entries;
    }

    /**
     * The first entry of a secret in parts.
     *
     * @param side a or b: a new secret is written beside the old one's parts
     */
    private record Head(String side, int parts, String hash) {
        String text() {
            return MARK + " " + side + " " + parts + " " + hash;
        }

        static Optional<Head> parse(String text) throws KeyringException {
            if (!text.startsWith(MARK)) {
                return Optional.empty();
            }
            Matcher head = FORM.matcher(text);
            if (!head.matches()) {
                throw new KeyringException("the keyring entry \"" + SERVICE + "\" is damaged; run: airelay login");
            }
            return Optional.of(new Head(head.group(1), Integer.parseInt(head.group(2)), head.group(3)));
        }
    }

    @Override
    public Optional<String> read(String account) throws KeyringException {
        Optional<String> first = entries.find(account);
        if (first.isEmpty()) {
            return first;
        }
        Optional<Head> head = Head.parse(first.get());
        return head.isEmpty() ? first : Optional.of(join(account, head.get()));
    }

    private String join(String account, Head head) throws KeyringException {
        StringBuilder encoded = new StringBuilder();
        for (int part = 0; part < head.parts; part++) {
            encoded.append(entries.find(part(account, head, part)).orElse(""));
        }
        String secret = decode(encoded.toString());
        if (!Sha256.hex(secret).equals(head.hash)) {
            throw new KeyringException(
                    "the keyring entries \"" + SERVICE + "\" do not match each other; run: airelay login");
        }
        return secret;
    }

    private static String decode(String encoded) {
        try {
            return new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException damaged) {
            return "";
        }
    }

    @Override
    public void write(String account, String secret) throws KeyringException {
        Optional<Head> before = headBefore(account);
        if (fits(secret)) {
            entries.put(account, secret);
        } else {
            String encoded = Base64.getEncoder().encodeToString(secret.getBytes(StandardCharsets.UTF_8));
            int size = entries.capacity();
            int parts = (encoded.length() + size - 1) / size;
            if (parts > MOST_PARTS) {
                throw new KeyringException("the session is too large for the keyring; set auth.storage to file");
            }
            String side = before.filter(old -> old.side.equals("a")).isPresent() ? "b" : "a";
            Head head = new Head(side, parts, Sha256.hex(secret));
            for (int part = 0; part < parts; part++) {
                int from = part * size;
                entries.put(
                        part(account, head, part), encoded.substring(from, Math.min(encoded.length(), from + size)));
            }
            entries.put(account, head.text());
        }
        if (before.isPresent()) {
            removeParts(account, before.get());
        }
    }

    private boolean fits(String secret) {
        return secret.length() <= entries.capacity()
                && secret.chars().allMatch(c -> c >= 0x20 && c < 0x7f)
                && !secret.startsWith(MARK);
    }

    /** The present head; a damaged one is overwritten. */
    private Optional<Head> headBefore(String account) throws KeyringException {
        Optional<String> first = entries.find(account);
        try {
            return first.isPresent() ? Head.parse(first.get()) : Optional.empty();
        } catch (KeyringException damaged) {
            return Optional.empty();
        }
    }

    private void removeParts(String account, Head head) throws KeyringException {
        for (int part = 0; part < head.parts; part++) {
            entries.remove(part(account, head, part));
        }
    }

    @Override
    public boolean delete(String account) throws KeyringException {
        Optional<Head> before = headBefore(account);
        boolean existed = entries.remove(account);
        if (before.isPresent()) {
            removeParts(account, before.get());
        }
        return existed;
    }

    private static String part(String account, Head head, int part) {
        return account + "|" + head.side + part;
    }
}
