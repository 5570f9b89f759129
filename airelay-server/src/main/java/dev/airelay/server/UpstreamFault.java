package dev.airelay.server;

import dev.airelay.backend.connect.UpstreamException;
import dev.airelay.transforms.failure.ApiError;
import dev.airelay.transforms.failure.UpstreamFailure;
import dev.airelay.transforms.spi.FailureTranslator;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ExecutionException;

/** Turns an upstream failure into a failed step of a check-up. */
final class UpstreamFault {
    private UpstreamFault() {}

    static Check check(String name, ExecutionException failed) {
        if (failed.getCause() instanceof UpstreamException known) {
            UpstreamFailure failure =
                    FailureTranslator.ofAnyRequest(InstantSource.system()).translated(known.failure());
            return Check.fail(name, failure.error().message(), Optional.empty(), exit(failure));
        }
        throw new IllegalStateException("the upstream could not be called", failed.getCause());
    }

    private static ExitStatus exit(UpstreamFailure failure) {
        return switch (failure.kind()) {
            case LIMIT -> ExitStatus.TRY_AGAIN;
            case CLIENT -> ExitStatus.FAILURE;
            case SERVER ->
                failure.error().type().equals(ApiError.UPSTREAM_AUTH) ? ExitStatus.SIGNED_OUT : ExitStatus.TRY_AGAIN;
        };
    }
}
