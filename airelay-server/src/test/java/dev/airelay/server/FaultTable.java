package dev.airelay.server;

import java.util.List;

/**
 * The client's view of each of the emulator's faults, as in {@code docs/reliability.md}. {@code whole} is an answer like any
 * other; "in the stream, else N" is an error event where the stream has begun, and the status N where nothing was sent yet.
 */
final class FaultTable {
    static final String MARKDOWN = """
            | fault | answer | type | code | SDKs may repeat | `Retry-After` | asked |
            |---|---|---|---|---|---|---|
            | `context_length_exceeded` | 400 | `invalid_request_error` | `context_length_exceeded` | no | | 1 |
            | `insufficient_quota` | 429 | `insufficient_quota` | `insufficient_quota` | no | 60 | 1 |
            | `usage_limit_reached at=http` | 429 | `usage_limit_reached` | `usage_limit_reached` | no | 602705 | 1 |
            | `usage_limit_reached at=http resets=at` | 429 | `usage_limit_reached` | `usage_limit_reached` | no | 602705 | 1 |
            | `usage_limit_reached at=http resets=in` | 429 | `usage_limit_reached` | `usage_limit_reached` | no | 602705 | 1 |
            | `usage_limit_reached at=http resets=none` | 429 | `usage_limit_reached` | `usage_limit_reached` | no | 60 | 1 |
            | `usage_limit_reached at=http status=404` | 429 | `usage_limit_reached` | `usage_limit_reached` | no | 602705 | 1 |
            | `usage_limit_reached at=first` | 429 | `usage_limit_reached` | `usage_limit_reached` | no | 602705 | 1 |
            | `usage_limit_reached at=middle` | in the stream, else 429 | `usage_limit_reached` | `usage_limit_reached` | no | 60 | 1 |
            | `usage_not_included` | 403 | `permission_error` | `usage_not_included` | no | | 1 |
            | `rate_limit_exceeded delay=28ms` | 429 | `rate_limit_error` | `rate_limit_exceeded` | yes | 1 | 3 |
            | `rate_limit_exceeded delay=35s` | 429 | `rate_limit_error` | `rate_limit_exceeded` | yes | 35 | 1 |
            | `rate_limit_exceeded delay=90s` | 429 | `rate_limit_error` | `rate_limit_exceeded` | no | 90 | 1 |
            | `server_is_overloaded` | 503 | `service_unavailable_error`, else `server_error` | `server_is_overloaded` | yes | | 3 |
            | `slow_down` | 503 | `service_unavailable_error`, else `server_error` | `slow_down` | yes | | 3 |
            | `at_capacity` | 503 | `server_error` | `server_is_overloaded` | yes | | 3 |
            | `cyber_policy` | 400 | `invalid_request_error` | `cyber_policy` | no | | 1 |
            | `bio_policy` | 400 | `invalid_request_error` | `bio_policy` | no | | 1 |
            | `invalid_prompt` | 400 | `invalid_request_error` | `invalid_prompt` | no | | 1 |
            | `invalid_encrypted_content` | 400 | `invalid_request_error` | `invalid_encrypted_content` | no | | 1 |
            | `invalid_request_error at=http` | 400 | `invalid_request_error` | | no | | 1 |
            | `invalid_request_error form=error` | 400 | `invalid_request_error` | | no | | 1 |
            | `invalid_request_error form=failed` | 400 | `invalid_request_error` | `invalid_request_error` | no | | 1 |
            | `server_error` | 502 | `server_error`, else `upstream_error` | `server_error` | yes | | 3 |
            | `internal_server_error` | 502 | `server_error`, else `upstream_error` | `internal_server_error` | yes | | 3 |
            | `emulated_unknown_error` | 502 | `emulated_unknown_error`, else `upstream_error` | `emulated_unknown_error` | yes | | 3 |
            | `unauthorized` | 503 | `upstream_auth_error` | `upstream_auth_rejected` | no | | 1 |
            | `unauthorized code=token_invalidated` | 503 | `upstream_auth_error` | `upstream_auth_rejected` | no | | 1 |
            | `unauthorized code=token_revoked` | 503 | `upstream_auth_error` | `upstream_auth_rejected` | no | | 1 |
            | `unauthorized code=account_deactivated` | 503 | `upstream_auth_error` | `upstream_auth_rejected` | no | | 1 |
            | `unauthorized code=plain` | 503 | `upstream_auth_error` | `upstream_auth_rejected` | no | | 1 |
            | `payment-required` | 402 | `invalid_request_error` | `deactivated_workspace` | no | | 1 |
            | `cloudflare` | 502 | `upstream_error` | `upstream_challenge` | yes | | 1 |
            | `html` | 502 | `upstream_error` | `unexpected_response` | yes | | 1 |
            | `html status=404` | 404 | `invalid_request_error` | | no | | 1 |
            | `html status=503` | 503 | `upstream_error` | `upstream_error` | yes | | 3 |
            | `not-found` | 404 | `invalid_request_error` | | no | | 1 |
            | `validation-list` | 422 | `invalid_request_error` | `missing` | no | | 1 |
            | `redirect` | 502 | `upstream_error` | `unexpected_response` | yes | | 1 |
            | `redirect status=302` | 502 | `upstream_error` | `unexpected_response` | yes | | 1 |
            | `header name=content-type` | whole | | | | | 1 |
            | `header name=content-type value=text/html` | 502 | `upstream_error` | `unexpected_response` | yes | | 1 |
            | `header name=x-request-id` | whole | | | | | 1 |
            | `status code=200` | 502 | `upstream_error` | `unexpected_response` | yes | | 1 |
            | `status code=204 body=""` | 502 | `upstream_error` | `unexpected_response` | yes | | 1 |
            | `status code=413 body=""` | 400 | `invalid_request_error` | `context_length_exceeded` | no | | 1 |
            | `status code=429 body=x type=text/plain` | 429 | `rate_limit_error` | `rate_limit_exceeded` | yes | 5 | 1 |
            | `status code=500` | 502 | `upstream_error` | `upstream_error` | yes | | 3 |
            | `status code=503` | 503 | `upstream_error` | `upstream_error` | yes | | 3 |
            | `status code=503 retry-after=7` | 503 | `upstream_error` | `upstream_error` | yes | 7 | 1 |
            | `status code=504` | 504 | `upstream_error` | `upstream_error` | yes | | 1 |
            | `cut at=headers` | 502 | `upstream_error` | `upstream_error` | yes | | 3 |
            | `cut at=headers kind=rst` | 502 | `upstream_error` | `upstream_error` | yes | | 3 |
            | `cut after=0` | 502 | `upstream_error` | `incomplete_stream` | yes | | 3 |
            | `cut after=0 at=event` | 502 | `upstream_error` | `incomplete_stream` | yes | | 3 |
            | `cut after=0 kind=rst` | 502 | `upstream_error` | `upstream_error` | yes | | 3 |
            | `cut` | in the stream, else 502 | `upstream_error` | `incomplete_stream` | yes | | 1 |
            | `cut after=2 at=event` | in the stream, else 502 | `upstream_error` | `incomplete_stream` | yes | | 1 |
            | `cut after=2 kind=rst` | in the stream, else 502 | `upstream_error` | `upstream_error` | yes | | 1 |
            | `no-terminal` | in the stream, else 502 | `upstream_error` | `incomplete_stream` | yes | | 1 |
            | `silence at=headers` | 504 | `upstream_error` | `upstream_timeout` | yes | | 1 |
            | `silence after=0` | 504 | `upstream_error` | `upstream_timeout` | yes | | 1 |
            | `silence` | in the stream, else 504 | `upstream_error` | `upstream_timeout` | yes | | 1 |
            | `endless` | in the stream, else 502 | `upstream_error` | `answer_too_large` | yes | | 1 |
            | `endless what=parts` | in the stream, else 502 | `upstream_error` | `answer_too_large` | yes | | 1 |
            | `endless what=calls` | in the stream, else 502 | `upstream_error` | `answer_too_large` | yes | | 1 |
            | `incomplete` | cut short: length | | | | | 1 |
            | `incomplete after=1` | cut short: length | | | | | 1 |
            | `incomplete reason=content_filter` | cut short: content_filter | | | | | 1 |
            | `null-usage` | whole | | | | | 1 |
            | `no-ids` | whole | | | | | 1 |
            | `no-item-done` | whole | | | | | 1 |
            | `shuffled-done` | whole | | | | | 1 |
            | `arguments-only-done` | whole | | | | | 1 |
            | `arguments-only-deltas` | whole | | | | | 1 |
            | `interleaved-calls` | whole | | | | | 1 |
            | `done-alias` | whole | | | | | 1 |
            | `no-created` | whole | | | | | 1 |
            | `extensions` | whole | | | | | 1 |
            | `slow-start millis=20` | whole | | | | | 1 |
            | `pace millis=1` | whole | | | | | 1 |
            | `drip bytes=64 millis=1` | whole | | | | | 1 |
            | `split` | whole | | | | | 1 |
            | `compressed` | whole | | | | | 1 |
            | `compressed coding=gzip` | whole | | | | | 1 |
            | `crlf` | whole | | | | | 1 |
            | `comments` | whole | | | | | 1 |
            | `no-event-lines` | whole | | | | | 1 |
            | `multiline-data` | whole | | | | | 1 |
            | `invalid-utf8` | whole | | | | | 1 |
            """;

    private FaultTable() {}

    static List<FaultRow> rows() {
        return MARKDOWN.lines().skip(2).map(FaultRow::of).toList();
    }
}
