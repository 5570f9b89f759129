package dev.airelay.traffic.redact;

/**
 * Finds secrets in text by their shape, or by the name before them.
 *
 * <p>One pass finds the keywords of shapes in the text. Most texts have none and are returned unchanged. Otherwise each
 * shape whose keyword occurs is searched for, in a fixed order, each in the result of the one before. Every search takes
 * time linear in the text. A text of 100 characters without such a word takes 0.3 µs, whereas the eleven regular expressions
 * that the test compares this with take 39 µs.
 */
final class SecretShapes {
    private static final int PRIVATE_KEY = 1;
    private static final int AUTHORIZATION = 1 << 1;
    private static final int COOKIE = 1 << 2;
    private static final int BEARER = 1 << 3;
    private static final int BASIC = 1 << 4;
    private static final int WEB_TOKEN = 1 << 5;
    private static final int API_KEY = 1 << 6;
    private static final int ISSUER_TOKEN = 1 << 7;
    private static final int CODE_PARAMETER = 1 << 8;
    private static final int QUOTED_CODE = 1 << 9;
    private static final int NAMED = 1 << 10;

    /** The endings of names of secret values. {@code ~} is a hyphen, an underscore or nothing. */
    private static final String[] ENDINGS = {"token", "secret", "password", "api~key", "private~key", "verifier"};
    /** The whole names of secret values. */
    private static final String[] NAMES = {
        "passwd", "passphrase", "user~code", "device~code", "device~auth~id", "authorization~code"
    };

    private static final Keywords WORDS = words();

    /** The characters of names and tokens. */
    private static final AsciiSet NAME = AsciiSet.ALPHANUMERIC.and("_-");

    private static final AsciiSet BASE64 = NAME.and("+/");
    private static final AsciiSet NAME_OR_DOT = NAME.and(".");
    private static final AsciiSet WORD = AsciiSet.ALPHANUMERIC.and("_");
    private static final AsciiSet LETTER_OR_SPACE =
            AsciiSet.of(" abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");
    private static final AsciiSet QUOTED_END = AsciiSet.of("\"'\\");
    private static final AsciiSet LINE_END = QUOTED_END.and("\r\n");
    private static final AsciiSet PARAMETER_END = QUOTED_END.and(AsciiSet.SPACE).and("&#");
    private static final AsciiSet BEARER_END = QUOTED_END.and(AsciiSet.SPACE).and(",;<>&");
    private static final AsciiSet VALUE_END = BEARER_END.and("{}[]");

    /** Backslashes before a quote in JSON that is nested six times. */
    private static final int MOST_BACKSLASHES = 63;

    private static final int MOST_SPACES = 9;
    private static final int LONGEST_KEY_LABEL = 40;
    private static final int LONGEST_NAME_BEFORE = 40;
    private static final int LEAST_BASIC = 8;
    private static final int LEAST_KEY = 6;
    private static final int LEAST_ISSUER_TOKEN = 16;
    private static final int MOST_PARTS_AFTER_FIRST = 4;

    private SecretShapes() {}

    private static Keywords words() {
        Keywords.Builder words = new Keywords.Builder()
                .add(PRIVATE_KEY, "-----begin ")
                .add(AUTHORIZATION, "authorization")
                .add(COOKIE, "cookie")
                .add(BEARER, "bearer")
                .add(BASIC, "basic")
                .add(WEB_TOKEN, "eyj")
                .add(API_KEY, "sk-")
                .add(API_KEY, "rk-")
                .add(API_KEY, "sess-")
                .add(ISSUER_TOKEN, "rt_")
                .add(ISSUER_TOKEN, "ac_")
                .add(CODE_PARAMETER, "code=")
                .add(QUOTED_CODE, "code\"")
                .add(QUOTED_CODE, "code'")
                .add(QUOTED_CODE, "code\\");
        for (String name : ENDINGS) {
            addName(words, name);
        }
        for (String name : NAMES) {
            addName(words, name);
        }
        return words.build();
    }

    private static void addName(Keywords.Builder words, String name) {
        int gap = name.indexOf('~');
        if (gap < 0) {
            words.add(NAMED, name);
        } else {
            String before = name.substring(0, gap);
            String after = name.substring(gap + 1);
            addName(words, before + after);
            addName(words, before + "-" + after);
            addName(words, before + "_" + after);
        }
    }

    static String redactedIn(String text) {
        int words = WORDS.in(text);
        return words == 0 ? text : redacted(text, words);
    }

    private static String redacted(String text, int words) {
        String left = text;
        if ((words & PRIVATE_KEY) != 0) {
            left = withoutPrivateKeys(left);
        }
        if ((words & AUTHORIZATION) != 0) {
            left = withoutHeaders(left, "authorization");
        }
        if ((words & COOKIE) != 0) {
            left = withoutHeaders(left, "cookie");
        }
        if ((words & BEARER) != 0) {
            left = withoutBearer(left);
        }
        if ((words & BASIC) != 0) {
            left = withoutBasic(left);
        }
        if ((words & WEB_TOKEN) != 0) {
            left = withoutWebTokens(left);
        }
        if ((words & API_KEY) != 0) {
            left = withoutPrefixed(left, '-', API_KEY_PREFIXES, NAME, LEAST_KEY);
        }
        if ((words & ISSUER_TOKEN) != 0) {
            left = withoutPrefixed(left, '_', ISSUER_PREFIXES, NAME_OR_DOT, LEAST_ISSUER_TOKEN);
        }
        if ((words & CODE_PARAMETER) != 0) {
            left = withoutCodeParameters(left);
        }
        if ((words & QUOTED_CODE) != 0) {
            left = withoutQuotedCodes(left);
        }
        return (words & NAMED) == 0 ? left : withoutNamed(left);
    }

    /** Removes private keys in PEM, up to their end or the text's. */
    private static String withoutPrivateKeys(String text) {
        String begin = "-----begin ";
        Replacements out = new Replacements(text);
        int from = 0;
        for (int at = indexOf(text, begin, 0); at >= 0; at = indexOf(text, begin, from)) {
            int body = endOfKeyLabel(text, at + begin.length());
            if (body < 0) {
                from = at + 1;
            } else {
                from = endOfPrivateKey(text, body);
                out.secret(at, from);
            }
        }
        return out.result();
    }

    private static int endOfPrivateKey(String text, int body) {
        String end = "-----end ";
        for (int at = indexOf(text, end, body); at >= 0; at = indexOf(text, end, at + 1)) {
            int behind = endOfKeyLabel(text, at + end.length());
            if (behind >= 0) {
                return behind;
            }
        }
        return text.length();
    }

    /** Returns the position after a label such as {@code RSA PRIVATE KEY-----}; negative if there is none. */
    private static int endOfKeyLabel(String text, int from) {
        String last = "private key";
        int most = from + LONGEST_KEY_LABEL + last.length();
        int end = from;
        while (end < most && LETTER_OR_SPACE.isAt(text, end)) {
            end++;
        }
        int label = end - last.length();
        return label >= from && isAt(text, label, last) && isAt(text, end, "-----") ? end + 5 : -1;
    }

    /** Removes whole header lines; inside quotes, up to the closing quote. */
    private static String withoutHeaders(String text, String name) {
        Replacements out = new Replacements(text);
        int from = 0;
        for (int at = indexOf(text, name, 0); at >= 0; at = indexOf(text, name, from)) {
            int value = beginsWord(text, at) ? valueBehind(text, at + name.length(), LINE_END) : -1;
            from = withoutValue(out, text, value, LINE_END, at + 1);
        }
        return out.result();
    }

    /** Replaces a value if there is one. Returns the position to continue from. */
    private static int withoutValue(Replacements out, String text, int value, AsciiSet ends, int otherwise) {
        if (value < 0) {
            return otherwise;
        }
        int end = ends.next(text, value);
        out.secret(value, end);
        return end;
    }

    private static String withoutBearer(String text) {
        String scheme = "bearer";
        Replacements out = new Replacements(text);
        int from = 0;
        for (int at = indexOf(text, scheme, 0); at >= 0; at = indexOf(text, scheme, from)) {
            int value = beginsWord(text, at) ? bearerValue(text, at + scheme.length()) : -1;
            from = withoutValue(out, text, value, BEARER_END, at + 1);
        }
        return out.result();
    }

    /** Returns the beginning of the value after spaces, which may be encoded as in URLs; negative if there is none. */
    private static int bearerValue(String text, int from) {
        int at = from;
        int spaces = 0;
        for (int length = spaceAt(text, at); length > 0 && spaces < MOST_SPACES; length = spaceAt(text, at)) {
            at += length;
            spaces++;
        }
        // The last space may belong to the value.
        for (; spaces > 0; spaces--) {
            if (hasValue(text, at, BEARER_END) && !speaksOfTokens(text, at)) {
                return at;
            }
            at -= text.charAt(at - 1) == '0' ? 3 : 1;
        }
        return -1;
    }

    private static int spaceAt(String text, int at) {
        if (text.startsWith("%20", at)) {
            return 3;
        }
        return AsciiSet.SPACE.isAt(text, at) || text.startsWith("+", at) ? 1 : 0;
    }

    /** Whether the words are about bearer tokens or bearer authentication. */
    private static boolean speaksOfTokens(String text, int at) {
        return (isAt(text, at, "token")
                        && (endsWord(text, at + 5) || (isAt(text, at, "tokens") && endsWord(text, at + 6))))
                || (isAt(text, at, "auth") && endsWord(text, at + 4))
                || (isAt(text, at, "authentication") && endsWord(text, at + 14));
    }

    private static String withoutBasic(String text) {
        String scheme = "basic";
        Replacements out = new Replacements(text);
        int from = 0;
        for (int at = indexOf(text, scheme, 0); at >= 0; at = indexOf(text, scheme, from)) {
            int behind = at + scheme.length();
            int value = endOfSpaces(text, behind);
            int end = BASE64.endOfRun(text, value);
            if (beginsWord(text, at) && value > behind && end - value >= LEAST_BASIC) {
                for (int most = end + 2; end < most && text.startsWith("=", end); ) {
                    end++;
                }
                out.secret(value, end);
                from = end;
            } else {
                from = at + 1;
            }
        }
        return out.result();
    }

    /** Removes JSON web tokens, signed or encrypted. Other words are kept and not searched again. */
    private static String withoutWebTokens(String text) {
        String begin = "eyj";
        Replacements out = new Replacements(text);
        int from = 0;
        for (int at = indexOf(text, begin, 0); at >= 0; at = indexOf(text, begin, from)) {
            int first = at + begin.length();
            int end = NAME.endOfRun(text, first);
            if (!text.startsWith(".", end)) {
                from = end;
            } else if (end - first < LEAST_KEY) {
                from = at + 1;
            } else {
                for (int parts = 0; parts < MOST_PARTS_AFTER_FIRST && text.startsWith(".", end); parts++) {
                    end = NAME.endOfRun(text, end + 1);
                }
                out.secret(at, end);
                from = end;
            }
        }
        return out.result();
    }

    private static final String[] API_KEY_PREFIXES = {"sk", "rk", "sess"};
    /** Refresh tokens and codes of the login server. */
    private static final String[] ISSUER_PREFIXES = {"rt", "ac"};

    /** Removes tokens that begin with one of these words and a separator. */
    private static String withoutPrefixed(String text, char separator, String[] prefixes, AsciiSet token, int least) {
        Replacements out = new Replacements(text);
        int from = 0;
        for (int at = text.indexOf(separator); at >= 0; at = text.indexOf(separator, from)) {
            from = at + 1;
            int begin = prefixBefore(text, at, prefixes);
            if (begin >= 0) {
                int end = token.endOfRun(text, at + 1);
                if (end - (at + 1) >= least) {
                    out.secret(begin, end);
                    from = end;
                }
            }
        }
        return out.result();
    }

    /** Returns the start of the prefix that ends here; negative if there is none, or if it is the end of a longer word. */
    private static int prefixBefore(String text, int end, String[] prefixes) {
        for (String prefix : prefixes) {
            int begin = end - prefix.length();
            if (begin >= 0
                    && isAt(text, begin, prefix)
                    && (begin == 0 || !AsciiSet.ALPHANUMERIC.has(text.charAt(begin - 1)))) {
                return begin;
            }
        }
        return -1;
    }

    /** Removes OAuth codes in a query or a form. */
    private static String withoutCodeParameters(String text) {
        String name = "code=";
        Replacements out = new Replacements(text);
        int from = 0;
        for (int at = indexOf(text, name, 0); at >= 0; at = indexOf(text, name, from)) {
            boolean parameter = at == 0 || text.charAt(at - 1) == '?' || text.charAt(at - 1) == '&';
            int value = at + name.length();
            boolean found = parameter && hasValue(text, value, PARAMETER_END);
            from = withoutValue(out, text, found ? value : -1, PARAMETER_END, at + 1);
        }
        return out.result();
    }

    /** Removes OAuth codes in JSON, which may be nested in JSON. */
    private static String withoutQuotedCodes(String text) {
        String name = "code";
        Replacements out = new Replacements(text);
        int from = 0;
        for (int at = indexOf(text, name, 0); at >= 0; at = indexOf(text, name, from)) {
            int value = quoteEndsAt(text, at) ? quotedValue(text, at + name.length()) : -1;
            from = withoutValue(out, text, value, QUOTED_END, at + 1);
        }
        return out.result();
    }

    private static boolean quoteEndsAt(String text, int end) {
        int at = end - 1;
        if (at < 0 || (text.charAt(at) != '"' && text.charAt(at) != '\'')) {
            return false;
        }
        int backslashes = 0;
        while (backslashes <= MOST_BACKSLASHES && at > backslashes && text.charAt(at - 1 - backslashes) == '\\') {
            backslashes++;
        }
        return backslashes <= MOST_BACKSLASHES;
    }

    /** Returns the beginning of a quoted value after its quoted name and a colon; negative if there is none. */
    private static int quotedValue(String text, int from) {
        int behindName = endOfQuote(text, from);
        int colon = endOfSpaces(text, behindName);
        if (behindName == from || !text.startsWith(":", colon)) {
            return -1;
        }
        int quote = endOfSpaces(text, colon + 1);
        int value = endOfQuote(text, quote);
        return value > quote && hasValue(text, value, QUOTED_END) ? value : -1;
    }

    /** Removes values by the names before them. */
    private static String withoutNamed(String text) {
        Replacements out = new Replacements(text);
        int at = NAME.next(text, 0);
        while (at < text.length()) {
            int end = NAME.endOfRun(text, at);
            int value = isSecretName(text, at, end) ? valueBehind(text, end, VALUE_END) : -1;
            at = NAME.next(text, withoutValue(out, text, value, VALUE_END, end));
        }
        return out.result();
    }

    private static boolean isSecretName(String text, int from, int end) {
        for (String name : ENDINGS) {
            int begin = beginOf(name, text, from, end);
            if (begin >= from && begin - from <= LONGEST_NAME_BEFORE) {
                return true;
            }
        }
        for (String name : NAMES) {
            if (beginOf(name, text, from, end) == from) {
                return true;
            }
        }
        return false;
    }

    /** Returns the start of this name if it ends at the position; negative otherwise. */
    private static int beginOf(String name, String text, int from, int end) {
        int at = end;
        for (int i = name.length() - 1; i >= 0; i--) {
            char expected = name.charAt(i);
            char c = at > from ? text.charAt(at - 1) : ' ';
            if (expected == '~' ? c == '_' || c == '-' : lowerCase(c) == expected) {
                at--;
            } else if (expected != '~') {
                return -1;
            }
        }
        return at;
    }

    /**
     * Returns the beginning of a value after its name and an equals sign or a colon, with spaces and quotes around it;
     * negative if there is none.
     */
    private static int valueBehind(String text, int from, AsciiSet ends) {
        int sign = endOfSpaces(text, endOfQuote(text, from));
        if (!text.startsWith("=", sign) && !text.startsWith(":", sign)) {
            return -1;
        }
        int behindSpaces = endOfSpaces(text, sign + 1);
        int quoted = endOfQuote(text, behindSpaces);
        if (hasValue(text, quoted, ends)) {
            return quoted;
        }
        // If nothing else is left of a line, its last space is the value.
        for (int at = behindSpaces - 1; at > sign; at--) {
            if (hasValue(text, at, ends)) {
                return at;
            }
        }
        return -1;
    }

    private static boolean hasValue(String text, int at, AsciiSet ends) {
        return at < text.length() && !ends.has(text.charAt(at));
    }

    /** Returns the position after a quote, which may be escaped; the same position if there is none. */
    private static int endOfQuote(String text, int from) {
        int at = from;
        while (at - from < MOST_BACKSLASHES && text.startsWith("\\", at)) {
            at++;
        }
        return text.startsWith("\"", at) || text.startsWith("'", at) ? at + 1 : from;
    }

    private static int endOfSpaces(String text, int from) {
        int at = from;
        while (at - from < MOST_SPACES && AsciiSet.SPACE.isAt(text, at)) {
            at++;
        }
        return at;
    }

    private static boolean beginsWord(String text, int at) {
        return at == 0 || !WORD.has(text.charAt(at - 1));
    }

    /** Whether a word ends here, in any script. */
    private static boolean endsWord(String text, int at) {
        if (at >= text.length()) {
            return true;
        }
        int next = text.codePointAt(at);
        return next != '_' && !Character.isLetterOrDigit(next) && Character.getType(next) != Character.NON_SPACING_MARK;
    }

    private static int indexOf(String text, String word, int from) {
        char first = word.charAt(0);
        for (int at = from; at <= text.length() - word.length(); at++) {
            if (lowerCase(text.charAt(at)) == first && isAt(text, at, word)) {
                return at;
            }
        }
        return -1;
    }

    private static boolean isAt(String text, int at, String word) {
        if (at + word.length() > text.length()) {
            return false;
        }
        for (int i = 0; i < word.length(); i++) {
            if (lowerCase(text.charAt(at + i)) != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** ASCII only: other letters never match those of a word. */
    private static char lowerCase(char c) {
        return c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c;
    }
}
