package dev.airelay.traffic.redact;

import java.util.Locale;
import java.util.Set;

/**
 * Recognizes fields, headers and parameters with secrets by their names. Letter case, hyphens and underscores do not matter.
 */
public final class SecretKeys {
    private static final Set<String> NAMES = Set.of(
            "authorization",
            "proxyauthorization",
            "authorizationcode",
            "authcode",
            "devicecode",
            "deviceauthid",
            "usercode",
            "sessionkey",
            "passwd",
            "pwd",
            "passphrase",
            "otp",
            "clientassertion");
    private static final String[] ENDINGS = {"token", "secret", "password", "apikey", "privatekey", "verifier", "cookie"
    };

    private static final int ASCII = 128;

    private SecretKeys() {}

    /** Returns whether a value of this name is a secret. */
    public static boolean isSecret(String name) {
        return isSecretPlain(plain(name));
    }

    private static boolean isSecretPlain(String plain) {
        for (String ending : ENDINGS) {
            if (plain.endsWith(ending)) {
                return true;
            }
        }
        return NAMES.contains(plain);
    }

    /** Whether a value of this name is an OAuth code, unless it is an error's code. */
    public static boolean isCode(String name) {
        return plain(name).equals("code");
    }

    /** Returns whether a header or a parameter of this name contains a secret or an OAuth code. */
    public static boolean isSecretField(String name) {
        String plain = plain(name);
        return isSecretPlain(plain) || plain.equals("code");
    }

    private static String plain(String name) {
        StringBuilder plain = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c >= ASCII) {
                return plainInUnicode(name);
            }
            if (c != '_' && c != '-') {
                plain.append(c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c);
            }
        }
        return plain.toString();
    }

    private static String plainInUnicode(String name) {
        return name.replace("_", "").replace("-", "").toLowerCase(Locale.ROOT);
    }
}
