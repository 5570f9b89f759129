package dev.airelay.auth.issuer;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.stream.Stream;

/** Any bytes as a token, and as the claims within one: claims or none, and never text that shows them. */
class JwtClaimsFuzzTest {

    @FuzzTest(maxDuration = "2m")
    void tokenHasClaimsOrNone(byte[] bytes) {
        String payload = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        for (String token : new String[] {new String(bytes, StandardCharsets.UTF_8), "e30." + payload + ".e30"}) {
            JwtClaims claims = JwtClaims.of(token);
            assertThat(Stream.of(claims.email(), claims.planType(), claims.accountId(), claims.workspaceId())
                            .flatMap(Optional::stream))
                    .noneMatch(String::isBlank);
            assertThat(claims.expiry()).isNotNull();
            assertThat(claims).hasToString("JwtClaims");
        }
    }
}
