package dev.airelay.backend.connect;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Names what is wrong with a certificate, from the kinds of exceptions that Java wraps into each other. */
final class CertificateTrouble {

    private CertificateTrouble() {}

    static String words(@Nullable Throwable cause) {
        if (has(cause, CertificateExpiredException.class)) {
            return "its TLS certificate has expired";
        } else if (has(cause, CertificateNotYetValidException.class)) {
            return "its TLS certificate is not valid yet";
        } else if (has(cause, CertPathBuilderException.class)) {
            return "its TLS certificate was issued by an authority that is not trusted";
        }
        return "its TLS certificate was not accepted or is not valid for this host";
    }

    /** Returns true when the exception, or one below it, is of this kind. */
    static boolean has(@Nullable Throwable cause, Class<? extends Throwable> kind) {
        return Stream.iterate(cause, Objects::nonNull, Throwable::getCause).anyMatch(kind::isInstance);
    }
}
